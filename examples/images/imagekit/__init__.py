"""Makes OCI images from Debian packages: no docker, no registry, no network but apt's.

Read `recipes` first: it says what goes into each image. `debian` finds and unpacks
packages, `elf` tells which libraries a program needs, `oci` writes layers and archives.
"""
