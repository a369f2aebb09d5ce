use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::service::{Deployment, Hook, Shifting, Strategy};

use super::*;
use crate::ecs::testing::service;

const NOW: TimestampMs = TimestampMs(5000);

/// A service that goes from deployment 1 to 2 and asks a function in this stage.
fn asking(stage: Stage, change: impl Fn(&mut Course)) -> Service {
    let function = Function { arn: "f".into(), role: "r".into(), details: None };
    let hook =
        Hook { stages: vec![stage], timeout_min: 5, goes_on: false, function: Some(function) };
    let way = Shifting { strategy: Strategy::BlueGreen, hooks: vec![hook], ..Shifting::default() };
    let mut course = Course::begin(&way, Some("1".into()), NOW).unwrap().enter(stage, NOW);
    change(&mut course);
    course.paused = course.next_hook(&[stage], NOW);
    let mut of = Deployment::new("2".into(), "history".into(), NOW);
    of.course = Some(course);
    let mut service = service();
    service.deploy(of);
    service
}

fn told(service: &Service) -> Value {
    due(service).unwrap().0.event
}

fn arn(number: &str) -> String {
    format!("arn:aws:ecs:us-east-1:000000000000:service-revision/default/web/{number}")
}

#[test]
fn a_function_is_told_what_aws_tells_one_in_each_stage() {
    let weights = |green: Value, blue: Value| json!({arn("2"): green, arn("1"): blue});
    for (stage, share, test, production) in [
        (Stage::ReconcileService, 0, json!({}), json!({})),
        (Stage::PreScaleUp, 0, json!({}), json!({})),
        (Stage::PostScaleUp, 0, json!({}), json!({})),
        (Stage::TestTrafficShift, 0, weights(json!(100), json!(0)), json!({})),
        (Stage::PostTestTrafficShift, 0, json!({}), json!({})),
        (Stage::PreProductionTrafficShift, 0, json!({}), weights(json!(0), json!(100))),
        (Stage::ProductionTrafficShift, 125, json!({}), weights(json!(12.5), json!(87.5))),
        (Stage::ProductionTrafficShift, 1000, json!({}), weights(json!(100), json!(0))),
        (Stage::PostProductionTrafficShift, 1000, json!({}), json!({})),
    ] {
        let service = asking(stage, |course| {
            course.share = share;
            course.test_share = Some(WHOLE);
        });
        let event = told(&service);
        let id = &service.primary().unwrap().course.as_ref().unwrap().paused.as_ref().unwrap().id;
        let whole = json!({
            "executionId": id,
            "lifecycleStage": stage.as_str(),
            "resourceArn":
                "arn:aws:ecs:us-east-1:000000000000:service-deployment/default/web/history",
            "executionDetails": {
                "serviceArn": "arn:aws:ecs:us-east-1:000000000000:service/default/web",
                "targetServiceRevisionArn": arn("2"),
                "testTrafficWeights": test,
                "productionTrafficWeights": production,
            },
        });
        assert_eq!(event, whole);
    }
}

#[test]
fn on_the_way_back_the_target_is_still_what_failed_and_has_nothing() {
    let mut service = asking(Stage::ProductionTrafficShift, |course| course.share = WHOLE);
    let failed = service.primary().unwrap().clone();
    let mut back = Course::back(failed.course.as_ref().unwrap(), "2", NOW).unwrap();
    back.paused = back.next_hook(&[Stage::ProductionTrafficShift], NOW);
    let mut of = Deployment::new("1".into(), "history".into(), NOW);
    of.course = Some(back);
    service.deploy(of);
    let details = &told(&service)["executionDetails"];
    assert_eq!(details["targetServiceRevisionArn"], arn("2"));
    assert_eq!(details["productionTrafficWeights"], json!({arn("1"): 100, arn("2"): 0}));
}

#[test]
fn nobody_is_called_for_a_deployment_that_is_over_or_waits_for_a_person() {
    let mut service = asking(Stage::PreScaleUp, |_| {});
    assert!(due(&service).is_some());
    let primary = service.primary_mut().unwrap();
    primary.rollout = service::Rollout::Failed;
    assert_eq!(due(&service), None);
    let mut service = asking(Stage::PreScaleUp, |course| course.way.hooks[0].function = None);
    assert_eq!(due(&service), None);
    service.deployments.clear();
    assert_eq!(due(&service), None);
}
