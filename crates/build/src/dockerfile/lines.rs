//! Lines of a file, put together where one goes on on the next.

use super::Mistake;

/// An instruction as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Logical {
    /// The line where it begins.
    pub(super) number: usize,
    /// The whole of it, without ends of lines and comments between.
    pub(super) text: String,
}

/// The escape of a file and its instructions.
pub(super) fn logical(text: &str) -> Result<(char, Vec<Logical>), Mistake> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let escape = escape(text)?;
    let (mut all, mut open) = (Vec::new(), None::<Logical>);
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        // Comments and empty lines between parts of an instruction are no parts of it.
        if trimmed.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let (part, goes_on) = match line.trim_end().strip_suffix(escape) {
            Some(part) => (part, true),
            None => (line, false),
        };
        let logical = open.get_or_insert_with(|| Logical { number: at + 1, text: String::new() });
        let part = if logical.text.is_empty() { part.trim_start() } else { part };
        logical.text.push_str(part);
        if !goes_on {
            all.extend(open.take().map(trim_end));
        }
    }
    all.extend(open.map(trim_end));
    Ok((escape, all))
}

fn trim_end(mut line: Logical) -> Logical {
    line.text.truncate(line.text.trim_end().len());
    line
}

/// The directive `# escape=` among the comments that begin the file.
fn escape(text: &str) -> Result<char, Mistake> {
    for (at, line) in text.lines().enumerate() {
        let Some(comment) = line.trim_start().strip_prefix('#') else { break };
        let Some((name, value)) = comment.split_once('=') else { break };
        match &*name.trim().to_ascii_lowercase() {
            "escape" => {
                return match value.trim() {
                    "\\" => Ok('\\'),
                    "`" => Ok('`'),
                    other => {
                        let what = format!("the escape is \\ or `, not '{other}'");
                        Err(Mistake { line: at + 1, what })
                    }
                };
            }
            "syntax" | "check" => {}
            _ => break,
        }
    }
    Ok('\\')
}
