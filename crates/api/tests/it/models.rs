//! What the tables promise to those who search them.

use ferrogate_api::{Kind, Protocol, SERVICES, ec2, ecs, iam, logs, service, sts};

#[test]
fn names_are_sorted_since_they_are_searched() {
    for service in SERVICES {
        assert!(service.operation_names.is_sorted(), "{service:?}");
        assert!(service.unsigned_names.is_sorted(), "{service:?}");
        assert!(service.unsigned_names.iter().all(|name| service.knows(name)), "{service:?}");
        assert!(service.operations.is_sorted_by_key(|operation| operation.name), "{service:?}");
        assert!(service.errors.is_sorted_by_key(|error| error.shape.name), "{service:?}");
        for operation in service.operations {
            assert!(service.knows(operation.name), "{operation:?}");
            assert!(std::ptr::eq(service.operation(operation.name).unwrap(), *operation));
            assert!(std::ptr::eq(operation.service, *service));
            assert!(matches!(operation.input.kind, Kind::Structure(_)));
            assert!(matches!(operation.output.kind, Kind::Structure(_)));
        }
    }
}

#[test]
fn services_are_what_the_models_say() {
    assert_eq!(service("ecs").unwrap().operation_names.len(), 77);
    assert_eq!(ecs::SERVICE.target_prefix, "AmazonEC2ContainerServiceV20141113");
    assert_eq!(ecs::SERVICE.protocols, [Protocol::Json11]);
    assert_eq!(ec2::SERVICE.api_version, "2016-11-15");
    assert_eq!(ec2::SERVICE.xmlns, "http://ec2.amazonaws.com/doc/2016-11-15/");
    assert_eq!(logs::SERVICE.signing_name, "logs");
    assert!(service("nope").is_none());
}

#[test]
fn what_is_not_served_is_known_by_name() {
    assert!(ec2::SERVICE.knows("RunInstances"));
    assert!(ec2::SERVICE.operation("RunInstances").is_none());
    assert!(!ec2::SERVICE.knows("RunInstance"));
    assert!(ecs::SERVICE.knows("CreateTaskSet"));
    assert!(ecs::SERVICE.operation("CreateTaskSet").is_none());
}

#[test]
fn operations_without_credentials_are_those_of_federation() {
    let unsigned: Vec<&str> =
        SERVICES.iter().flat_map(|service| service.unsigned_names).copied().collect();
    assert_eq!(unsigned, ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);
    assert!(sts::SERVICE.is_unsigned("AssumeRoleWithSAML"), "though it is not served");
    assert!(!sts::SERVICE.is_unsigned("GetCallerIdentity"));
}

#[test]
fn errors_know_their_codes() {
    let error = iam::SERVICE.error("NoSuchEntityException").unwrap();
    assert_eq!((error.code, error.status), ("NoSuchEntity", 404));
    let error = ecs::SERVICE.error("ServerException").unwrap();
    assert_eq!((error.status, error.server_fault), (500, true));
    let unserved = sts::SERVICE.error("OutboundWebIdentityFederationDisabledException");
    assert!(unserved.is_none(), "only GetWebIdentityToken has it");
}

#[test]
fn only_run_task_has_a_token_that_clients_fill() {
    let with_token: Vec<&str> = ecs::SERVICE
        .operations
        .iter()
        .filter(|operation| operation.input.members().iter().any(|m| m.idempotency_token))
        .map(|operation| operation.name)
        .collect();
    assert_eq!(with_token, ["RunTask"]);
}

#[test]
fn every_refusal_of_a_service_has_a_voice() {
    for service in SERVICES {
        let voice = service.voice();
        for code in [voice.invalid, voice.not_built, voice.internal] {
            assert!(!code.is_empty() && !code.contains(' '), "{service:?}");
        }
    }
}
