#!/bin/sh
# Greets whom it is given: sh greeting.sh Ada
echo "Hello"
