"""Runs a program, and prints the most memory that it had, in bytes.

A process of its own does it: on Linux a child begins with the peak of the process that has started it, which is small here.
"""
import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak * 1024)
