//! Values that tests of several modules begin with.

use ferrogate_executor::{Container, ImageSource, LogDriver};

/// An essential container with nothing said about it.
pub(crate) fn container(name: &str) -> Container {
    Container {
        name: name.into(),
        image: "image".into(),
        source: ImageSource::Foreign,
        essential: true,
        entry_point: None,
        command: None,
        working_directory: None,
        user: None,
        environment: Vec::new(),
        cpu_units: 0,
        memory_mib: None,
        memory_reservation_mib: None,
        readonly_rootfs: false,
        init: false,
        pseudo_terminal: false,
        interactive: false,
        capabilities_add: Vec::new(),
        capabilities_drop: Vec::new(),
        ulimits: Vec::new(),
        sysctls: Vec::new(),
        depends_on: Vec::new(),
        start_timeout_s: None,
        stop_timeout_s: 30,
        ports: Vec::new(),
        log: LogDriver::None,
    }
}
