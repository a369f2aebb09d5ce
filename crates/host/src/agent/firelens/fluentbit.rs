//! The configuration in Fluent Bit's "classic" format: sections of names and values.

use super::{HOST, PORT, Route, SOCKET, Sections};

/// Where a health check of the router may say something, which goes nowhere (ECS agent).
const HEALTH: (&str, &str) = ("firelens-healthcheck", "8877");

/// The file of these sections.
pub(super) fn write(of: &Sections<'_>) -> String {
    let mut file = File::default();
    let buffer = format!("{}MB", of.buffer_mb);
    file.section(
        "INPUT",
        &[("Name", "forward"), ("unix_path", SOCKET), ("Mem_Buf_Limit", &buffer)],
    );
    file.section("INPUT", &[("Name", "forward"), ("Listen", HOST), ("Port", PORT)]);
    file.section(
        "INPUT",
        &[("Name", "tcp"), ("Tag", HEALTH.0), ("Listen", HOST), ("Port", HEALTH.1)],
    );
    for route in &of.routes {
        grep(&mut file, route, "Regex", route.only);
    }
    for route in &of.routes {
        grep(&mut file, route, "Exclude", route.without);
    }
    if !of.metadata.is_empty() {
        let records = of.metadata.iter().map(|(name, value)| format!("{name} {value}"));
        let records: Vec<_> = records.collect();
        let mut pairs = vec![("Name", "record_modifier"), ("Match", "*")];
        pairs.extend(records.iter().map(|record| ("Record", &**record)));
        file.section("FILTER", &pairs);
    }
    if let Some(path) = of.include {
        file.text += &format!("@INCLUDE {path}\n\n");
    }
    file.section("OUTPUT", &[("Name", "null"), ("Match", HEALTH.0)]);
    for route in &of.routes {
        output(&mut file, route);
    }
    file.text
}

fn grep(file: &mut File, route: &Route<'_>, rule: &str, pattern: Option<&str>) {
    let Some(pattern) = pattern else { return };
    let (matched, pattern) = (format!("{}*", route.tag), format!("log {pattern}"));
    file.section("FILTER", &[("Name", "grep"), ("Match", &matched), (rule, &pattern)]);
}

fn output(file: &mut File, route: &Route<'_>) {
    let Some(output) = &route.output else { return };
    let matched = format!("{}*", route.tag);
    let mut pairs = vec![("Name", output.name), ("Match", &matched)];
    pairs.extend(output.options.iter().map(|(key, value)| (*key, *value)));
    file.section("OUTPUT", &pairs);
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    fn section(&mut self, name: &str, pairs: &[(&str, &str)]) {
        self.text += &format!("[{name}]\n");
        for (key, value) in pairs {
            self.text += &format!("    {key} {value}\n");
        }
        self.text.push('\n');
    }
}
