//! The suite, and the comparison with the model.

use ferrogate_store::suite::{self, model};
use proptest::prelude::*;

use crate::support;

ferrogate_store::store_suite!(support::subject);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_suite_runs_in_one_go() {
    suite::run_all(support::subject).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_suite_holds_when_watchers_read_from_the_log() {
    suite::run_all(support::forgetful_subject).await;
}

fn compare(subject: impl Future<Output = suite::Subject>, actions: Vec<model::Action>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let subject = subject.await;
        suite::within("the model", model::agrees(subject, actions)).await;
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_requests_are_answered_as_a_plain_map_would(actions in model::actions()) {
        compare(support::subject(), actions);
    }

    #[test]
    fn late_watchers_are_answered_as_a_plain_map_would(actions in model::actions()) {
        compare(support::forgetful_subject(), actions);
    }
}
