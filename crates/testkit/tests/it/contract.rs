//! The contract's suite, and the comparison with the model.

use std::time::Duration;

use ferrogate_store::suite::{self, Subject, model};
use ferrogate_testkit::store::Memory;
use futures_util::FutureExt;
use proptest::prelude::*;

async fn subject() -> Subject {
    let store = std::sync::Arc::new(Memory::default());
    let clock = store.clone();
    let pass = move |by: Duration| {
        clock.pass(by);
        std::future::ready(()).boxed()
    };
    Subject { store, pass: Box::new(pass), keep: Box::new(()) }
}

ferrogate_store::store_suite!(subject);

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_requests_are_answered_as_a_plain_map_would(actions in model::actions()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            suite::within("the model", model::agrees(subject().await, actions)).await;
        });
    }
}
