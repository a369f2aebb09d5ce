"""What `bench/run` is made of: the engine and its peers, the rows, the report."""
