//! The configuration of an image that is being built. What a base image has and nobody here
//! knows stays as it is.

use ferrogate_image::Digest;
use ferrogate_image::manifest::{ImageConfig, ManifestError, Platform};
use serde_json::{Map, Value, json};

/// A configuration (OCI image configuration, and Docker's additions to it).
#[derive(Clone, Debug, PartialEq)]
pub struct Config(Map<String, Value>);

impl Config {
    /// Of an image without any layer.
    #[must_use]
    pub fn scratch(platform: &Platform) -> Self {
        let mut document = json!(platform);
        document["config"] = json!({});
        document["rootfs"] = json!({"type": "layers", "diff_ids": []});
        document["history"] = json!([]);
        Self(members(document))
    }

    /// Of a base image. When and how that was built is left out: it says nothing of what is
    /// built on it.
    ///
    /// # Errors
    /// When it is none that could be run either.
    pub fn of_base(bytes: &[u8]) -> Result<Self, ManifestError> {
        ImageConfig::parse(bytes)?;
        let document = serde_json::from_slice(bytes).expect("it was parsed before");
        let mut document = members(document);
        for passing in
            ["created", "container", "container_config", "docker_version", "id", "parent"]
        {
            document.remove(passing);
        }
        Ok(Self(document))
    }

    /// The bytes of the document; the same configuration is the same bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        Value::Object(self.0.clone()).to_string().into_bytes()
    }

    /// Digests of the layers' content, the lowest first.
    #[must_use]
    pub fn layers(&self) -> Vec<Digest> {
        let listed = self.0["rootfs"]["diff_ids"].as_array().into_iter().flatten();
        listed.filter_map(|digest| digest.as_str()?.parse().ok()).collect()
    }

    /// What it runs on, `os/architecture`.
    #[must_use]
    pub fn platform(&self) -> String {
        let of = |name: &str| self.0.get(name).and_then(Value::as_str).unwrap_or_default();
        format!("{}/{}", of("os"), of("architecture"))
    }

    /// Instructions that a base image has for those that build on it.
    #[must_use]
    pub fn has_triggers(&self) -> bool {
        self.get("OnBuild").and_then(Value::as_array).is_some_and(|list| !list.is_empty())
    }

    /// A member of the part that is about the process.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get("config").and_then(|config| config.get(name)).filter(|value| !value.is_null())
    }

    /// A text of that part; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of texts of that part.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<String> {
        let values = self.get(name).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// The value of a variable of the container.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        let variables = self.list("Env");
        variables
            .iter()
            .find_map(|pair| Some(pair.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
    }

    /// Sets a member of the part about the process; `null` takes it away.
    pub fn set(&mut self, name: &str, value: Value) {
        let process = self.process();
        if value.is_null() {
            process.remove(name);
        } else {
            process.insert(name.to_owned(), value);
        }
    }

    /// Sets a variable of the container, where it is or at the end.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        let mut all = self.list("Env");
        let pair = format!("{name}={value}");
        let same = |other: &String| other.split('=').next() == Some(name);
        match all.iter_mut().find(|other| same(other)) {
            Some(other) => *other = pair,
            None => all.push(pair),
        }
        self.set("Env", json!(all));
    }

    /// Adds a member to a map of that part, such as a label or a port.
    pub fn add(&mut self, map: &str, key: &str, value: Value) {
        let there = self.process().entry(map.to_owned()).or_insert_with(|| json!({}));
        if !there.is_object() {
            *there = json!({});
        }
        there[key] = value;
    }

    /// Sets the author.
    pub fn set_author(&mut self, author: &str) {
        self.0.insert("author".into(), json!(author));
    }

    /// Says what an instruction did: a layer was added, or none.
    pub fn record(&mut self, text: &str, layer: Option<&Digest>) {
        let history = self.0.entry("history").or_insert_with(|| json!([]));
        if !history.is_array() {
            *history = json!([]);
        }
        let entry = match layer {
            Some(_) => json!({"created_by": text}),
            None => json!({"created_by": text, "empty_layer": true}),
        };
        history.as_array_mut().expect("it is one").push(entry);
        if let Some(digest) = layer {
            let listed = &mut self.0["rootfs"]["diff_ids"];
            if !listed.is_array() {
                *listed = json!([]);
            }
            listed.as_array_mut().expect("it is one").push(json!(digest));
        }
    }

    fn process(&mut self) -> &mut Map<String, Value> {
        let process = self.0.entry("config").or_insert_with(|| json!({}));
        if !process.is_object() {
            *process = json!({});
        }
        process.as_object_mut().expect("it is one")
    }
}

fn members(document: Value) -> Map<String, Value> {
    match document {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_base_has_stays_and_when_it_was_built_does_not() {
        let base = json!({
            "architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z", "x": 1,
            "config": {"Env": ["PATH=/bin", "A=1"], "Labels": null, "Y": [2]},
            "rootfs": {"type": "layers", "diff_ids": []}, "history": null,
        });
        let mut config = Config::of_base(base.to_string().as_bytes()).unwrap();
        config.set_variable("A", "2");
        config.set_variable("B", "=");
        config.add("Labels", "l", json!("v"));
        config.record("COPY a b", Some(&Digest::of(b"x")));
        config.record("USER u", None);
        let built: Value = serde_json::from_slice(&config.bytes()).unwrap();
        assert_eq!(
            built["config"],
            json!({"Env": ["PATH=/bin", "A=2", "B=="], "Labels": {"l": "v"}, "Y": [2]})
        );
        assert_eq!((&built["x"], built.get("created")), (&json!(1), None));
        assert_eq!(built["history"][1], json!({"created_by": "USER u", "empty_layer": true}));
        assert_eq!(config.layers(), [Digest::of(b"x")]);
        assert_eq!(config.variable("B").as_deref(), Some("="));
        assert_eq!(config.platform(), "linux/amd64");
        ImageConfig::parse(&config.bytes()).unwrap();
    }

    #[test]
    fn an_image_of_nothing_can_be_parsed() {
        let config = Config::scratch(&Platform::host());
        assert!(ImageConfig::parse(&config.bytes()).unwrap().rootfs.diff_ids.is_empty());
    }
}
