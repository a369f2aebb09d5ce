//! Records that tests begin with.

use ferrogate_base::{Epoch, HostId, TaskId, TimestampMs};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ec2::range;
use ferrogate_records::ecs::service;
use ferrogate_records::ecs::task::{
    Binding, Container, ContainerStatus, Desired, Eni, Launch, Network, Record, Status, Times,
};
use ferrogate_records::host;
use ferrogate_records::spec::{self, Limits, Spec};
use serde_json::json;

use crate::ecs::assignment::Place;
use crate::ecs::placement::Candidate;

pub(crate) fn scope() -> Scope {
    Scope::new("000000000000".parse().unwrap(), "us-east-1")
}

/// A service that has what it wants: nothing.
pub(crate) fn service() -> service::Record {
    service::Record {
        scope: scope(),
        cluster: "default".into(),
        name: "web".into(),
        status: service::Status::Active,
        created_at: TimestampMs(0),
        created_by: String::new(),
        inactive_at: None,
        desired: 0,
        asleep_since: None,
        rolling: service::Rolling::DEFAULT,
        shifting: service::Shifting::default(),
        grace_s: None,
        propagate: service::Propagate::None,
        managed_tags: false,
        exec: false,
        rebalance: true,
        tags: vec![],
        deployments: vec![],
        completed: None,
        steady: true,
        rebalancing: false,
        lack: None,
        turn: 0,
    }
}

/// A task that was accepted and has no host yet.
pub(crate) fn new_task() -> Record {
    let network = DefaultNetwork::of(&scope());
    Record {
        id: TaskId::random(),
        scope: scope(),
        cluster: "default".into(),
        family: "web".into(),
        revision: 1,
        overrides: json!({}),
        spec: None,
        group: "family:web".into(),
        started_by: None,
        launch: Launch::Fargate,
        cpu_units: 256,
        memory_mib: 512,
        storage_gib: 20,
        architecture: "X86_64".into(),
        tags: vec![],
        network: Network {
            subnets: network.subnets.iter().map(|s| s.id.clone()).collect(),
            security_groups: vec![network.parts.group.id],
            zones: vec![],
            public_address: false,
        },
        publish: vec![],
        commit: None,
        service: None,
        exec: false,
        status: Status::Provisioning,
        desired: Desired::Running,
        binding: None,
        pending_reason: None,
        containers: vec![Container {
            name: "main".into(),
            id: "c".into(),
            image: "busybox".into(),
            image_digest: None,
            cpu: 0,
            memory: None,
            memory_reservation: None,
            essential: true,
            runtime_id: None,
            status: ContainerStatus::Pending,
            exit_code: None,
            reason: None,
            restarts: 0,
            health: None,
        }],
        stop: None,
        at: Times {
            created: TimestampMs(1000),
            connectivity: None,
            pull_started: None,
            pull_stopped: None,
            started: None,
            stopping: None,
            execution_stopped: None,
            stopped: None,
        },
        version: 1,
        generation: 1,
    }
}

/// The same, bound to a host.
pub(crate) fn bound_task() -> Record {
    let mut task = new_task();
    let network = DefaultNetwork::of(&task.scope);
    let subnet = &network.subnets[0];
    task.status = Status::Pending;
    task.binding = Some(Binding {
        host: HostId("host".into()),
        epoch: Epoch(7),
        eni: Eni {
            id: "eni-00000000000000000".into(),
            vpc: subnet.vpc.clone(),
            subnet: subnet.id.clone(),
            zone: subnet.zone.clone(),
            address: range::nth_usable(subnet.cidr, 0).unwrap(),
            mac: "02:00:00:00:00:01".into(),
            ipv6: None,
            public: None,
        },
        observed: 0,
        released: false,
    });
    task
}

/// Where it is.
pub(crate) fn place() -> Place {
    let network = DefaultNetwork::of(&scope());
    Place {
        vpc: network.parts.vpc.cidr.range,
        subnet: network.subnets[0].cidr,
        subnet6: None,
        dns: None,
    }
}

/// What such a task runs.
pub(crate) fn spec() -> Spec {
    Spec {
        limits: Limits { cpu_units: 256, memory_mib: 512, pids_max: 4096 },
        storage_gib: 20,
        pid_shared: false,
        fault_injection: false,
        task_role: None,
        execution_role: None,
        containers: vec![spec::Container::plain("main", "busybox")],
    }
}

/// A host of so many CPU units, of which some are taken.
pub(crate) fn candidate(cpu_units: u32, used: u32) -> Candidate {
    let host = host::Record {
        id: HostId("h".into()),
        boot_id: String::new(),
        architecture: "amd64".into(),
        cpu_units,
        memory_mib: 100_000,
        storage_gib: Some(1000),
        tasks_max: 100,
        joined_at: TimestampMs(0),
        lost_at: None,
    };
    Candidate { host, ledger: host::Ledger { cpu_units: used, ..host::Ledger::default() } }
}
