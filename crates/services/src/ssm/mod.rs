//! AWS Systems Manager: its [parameter store](parameter), and as much of its sessions as the stock
//! clients ask for.

pub mod parameter;
mod session;

use std::sync::Arc;

use ferrogate_api::ssm::{Error, op};
use ferrogate_api::{Failure, Operations};
use ferrogate_channel::ticket::Channels;

pub use parameter::Parameters;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Puts every operation of Systems Manager that is built into the table.
pub fn register(table: &mut Operations, channels: Arc<Channels>, parameters: Arc<Parameters>) {
    let resumed = channels.clone();
    table.on::<op::ResumeSession, _, _>(move |cx, input| {
        let answer = session::resume(&resumed, &cx, input);
        async move { answer }
    });
    table.on::<op::TerminateSession, _, _>(move |cx, input| {
        let answer = session::terminate(&channels, &cx, input);
        async move { answer }
    });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let parameters = parameters.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let parameters = parameters.clone();
                async move { parameters.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        AddTagsToResource => add_tags_to_resource,
        DeleteParameter => delete_parameter,
        DeleteParameters => delete_parameters,
        DescribeParameters => describe_parameters,
        GetParameter => get_parameter,
        GetParameterHistory => get_parameter_history,
        GetParameters => get_parameters,
        GetParametersByPath => get_parameters_by_path,
        LabelParameterVersion => label_parameter_version,
        ListTagsForResource => list_tags_for_resource,
        PutParameter => put_parameter,
        RemoveTagsFromResource => remove_tags_from_resource,
        UnlabelParameterVersion => unlabel_parameter_version,
    }
}

fn not_built(what: &str) -> Failure<Error> {
    Error::not_built(format!("{what} is not built yet.")).into()
}
