"""What the conformance tests stand on: an engine, what it leaves behind, patience."""
