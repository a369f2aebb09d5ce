//! Texts of a task definition that both who accepts one and who runs it must read alike.

use ferrogate_base::partition;

/// The repository and the tag or digest that `image` names in an ECR registry, if it does.
#[must_use]
pub fn own_repository(image: &str) -> Option<(&str, &str)> {
    let (host, path) = image.split_once('/')?;
    partition::of_registry(host)?;
    if let Some((repository, digest)) = path.split_once('@') {
        let repository = repository.split_once(':').map_or(repository, |(name, _)| name);
        return Some((repository, digest));
    }
    Some(path.split_once(':').unwrap_or((path, "latest")))
}

/// `25m` is 25 MiB; units are b, k, m, g, in either case (Docker's `max-buffer-size`).
#[must_use]
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_suffix('b').unwrap_or(&text);
    let digits = text.trim_end_matches(['k', 'm', 'g']);
    let shift = match &text[digits.len()..] {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ecr_names_are_the_engine_s_own() {
        let host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        assert_eq!(own_repository(&format!("{host}/a/b")), Some(("a/b", "latest")));
        assert_eq!(own_repository(&format!("{host}/a:t@sha256:00")), Some(("a", "sha256:00")));
        let china = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1";
        assert_eq!(own_repository(china), Some(("a", "1")));
        for foreign in [
            "nginx",
            "library/nginx:1",
            "ghcr.io/a/b",
            "12.dkr.ecr.x.amazonaws.com/a",
            "123456789012.dkr.ecr.cn-north-1.amazonaws.com/a",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.org/a",
        ] {
            assert_eq!(own_repository(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn buffer_sizes_read_as_docker_reads_them() {
        assert_eq!(parse_size("10m"), Some(10 << 20));
        assert_eq!(parse_size("4KB"), Some(4096));
        assert_eq!(parse_size("7"), Some(7));
        for bad in ["", "m", "-1", "1mm", "x", "99999999999999999999g"] {
            assert_eq!(parse_size(bad), None, "{bad}");
        }
    }
}
