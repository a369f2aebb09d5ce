//! The suite, and the comparison with the model.

use ferrogate_store::suite::{self, model};
use proptest::prelude::*;

use crate::support;

ferrogate_store::store_suite!(support::subject);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_suite_runs_in_one_go() {
    suite::run_all(support::subject).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_requests_are_answered_as_a_plain_map_would(actions in model::actions()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let subject = support::subject().await;
            suite::within("the model", model::agrees(subject, actions)).await;
        });
    }
}
