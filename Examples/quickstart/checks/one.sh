# shellcheck shell=sh
expect "Hello, Ada!" Ada
