//! The configuration in Fluentd's format: directives that lie in each other.

use super::{HOST, PORT, Route, SOCKET, Sections};

/// The file of these sections.
pub(super) fn write(of: &Sections<'_>) -> String {
    let mut file = File::default();
    file.directive("source", "", &[("@type", "unix"), ("path", SOCKET)], None);
    file.directive("source", "", &[("@type", "forward"), ("bind", HOST), ("port", PORT)], None);
    for route in &of.routes {
        grep(&mut file, route, "regexp", route.only);
    }
    for route in &of.routes {
        grep(&mut file, route, "exclude", route.without);
    }
    if !of.metadata.is_empty() {
        let record: Vec<_> = of.metadata.iter().map(|(name, value)| (*name, &**value)).collect();
        file.directive(
            "filter",
            "**",
            &[("@type", "record_transformer")],
            Some(("record", &record)),
        );
    }
    if let Some(path) = of.include {
        file.text += &format!("@include {path}\n\n");
    }
    for route in &of.routes {
        output(&mut file, route);
    }
    file.text
}

fn grep(file: &mut File, route: &Route<'_>, rule: &str, pattern: Option<&str>) {
    let Some(pattern) = pattern else { return };
    let within = [("key", "log"), ("pattern", pattern)];
    let matched = format!("{}**", route.tag);
    file.directive("filter", &matched, &[("@type", "grep")], Some((rule, &within)));
}

fn output(file: &mut File, route: &Route<'_>) {
    let Some(output) = &route.output else { return };
    let mut pairs = vec![("@type", output.name)];
    pairs.extend(output.options.iter().map(|(key, value)| (*key, *value)));
    file.directive("match", &format!("{}**", route.tag), &pairs, None);
}

type Pairs<'p> = &'p [(&'p str, &'p str)];

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// A directive, and one that lies in it.
    fn directive(
        &mut self,
        name: &str,
        of: &str,
        pairs: Pairs<'_>,
        within: Option<(&str, Pairs<'_>)>,
    ) {
        let space = if of.is_empty() { "" } else { " " };
        self.text += &format!("<{name}{space}{of}>\n");
        self.pairs("    ", pairs);
        if let Some((inner, pairs)) = within {
            self.text += &format!("    <{inner}>\n");
            self.pairs("        ", pairs);
            self.text += &format!("    </{inner}>\n");
        }
        self.text += &format!("</{name}>\n\n");
    }

    fn pairs(&mut self, indent: &str, pairs: Pairs<'_>) {
        for (key, value) in pairs {
            self.text += &format!("{indent}{key} {value}\n");
        }
    }
}
