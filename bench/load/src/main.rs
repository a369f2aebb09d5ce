//! The bench's clients: signed requests as fast as a server answers, and lives of tasks
//! watched from outside. Beside them the server that the front door is measured against.
//! What drives them, and the peers, is `bench/run`.
//!
//! Every verb prints one line of JSON. The clients know nothing of the server but its
//! address: they read `AWS_ENDPOINT_URL` (plain HTTP), `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
//! `AWS_SECRET_ACCESS_KEY`.
//!
//! Read [`client`] first: one connection, one request at a time.

mod bare;
mod client;
mod rate;
mod tasks;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use serde_json::Value;

#[derive(Parser)]
#[command(about = "The bench's clients and its bare server", disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve a fixed answer to whoever signs right; ends with its standard input
    Bare,
    /// Send one ECS request over and over on one connection
    Rate {
        /// How long
        #[arg(long, default_value_t = 2.0)]
        seconds: f64,
        /// The operation, such as ListClusters
        operation: String,
        /// The request's body
        body: String,
    },
    /// Run tasks one after another, each until DescribeTasks shows it STOPPED
    Lives {
        #[arg(long, default_value_t = 20)]
        count: usize,
        /// Microseconds between two looks
        #[arg(long, default_value_t = 1000)]
        pause_us: u64,
        /// The body of RunTask
        body: String,
    },
    /// Run many tasks at once, ten to a RunTask, until DescribeTasks shows all STOPPED
    Batch {
        #[arg(long, default_value_t = 200)]
        count: usize,
        /// Connections that RunTask is sent on
        #[arg(long, default_value_t = 4)]
        connections: usize,
        /// The body of RunTask, without its count
        body: String,
    },
}

fn main() -> ExitCode {
    match run(Args::parse().verb) {
        Ok(Some(said)) => println!("{said}"),
        Ok(None) => {}
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn run(verb: Verb) -> anyhow::Result<Option<Value>> {
    let said = match verb {
        Verb::Bare => return bare::serve().map(|()| None),
        Verb::Rate { seconds, operation, body } => {
            rate::measure(&operation, &body, Duration::from_secs_f64(seconds))?
        }
        Verb::Lives { count, pause_us, body } => {
            tasks::lives(count, Duration::from_micros(pause_us), &body)?
        }
        Verb::Batch { count, connections, body } => tasks::batch(count, connections, &body)?,
    };
    Ok(Some(said))
}
