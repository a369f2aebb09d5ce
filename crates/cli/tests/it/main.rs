//! The verbs against recorded answers.

mod archive;
mod fake;
mod image;
mod logs;
mod others;
mod output;
mod parsing;
mod people;
mod ps;
mod run;
mod sample;
mod services;
mod why;
mod why_not;
