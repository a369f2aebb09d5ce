//! Ways out that others have had, each tried by a hostile image or task.
