//! The credential report: a table of an account's users and their keys.

use std::fmt::Write;

use ferrogate_api::iam::{
    Error, GenerateCredentialReportResponse, GetCredentialReportResponse, ReportFormatType,
    ReportStateType,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_base::TimestampMs;
use ferrogate_records::iam::access_key::{self, Status};
use ferrogate_records::iam::{account, last_used, user};

use super::view::View;
use super::{Iam, Result, time};

/// For so long a report is given out, and no other is made (API_GenerateCredentialReport).
const KEPT_MS: u64 = 4 * 3600 * 1000;

/// The columns (IAM user guide, "Getting credential reports").
const COLUMNS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
    access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
    access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// A report that was made. It is not kept over a restart of the server.
pub(super) struct Report {
    at: TimestampMs,
    text: String,
}

impl Iam {
    pub(super) async fn generate_credential_report(
        &self,
        cx: &Cx,
        _: Empty,
    ) -> Result<GenerateCredentialReportResponse> {
        let view = self.view(cx);
        let mut reports = self.reports.lock();
        let is_new = |report: &Report| view.now.0 < report.at.0 + KEPT_MS;
        if reports.get(&cx.account).is_some_and(is_new) {
            let state = Some(ReportStateType::Complete);
            return Ok(GenerateCredentialReportResponse { state, description: None });
        }
        let report = Report { at: view.now, text: write(&view)? };
        reports.insert(cx.account.clone(), report);
        Ok(GenerateCredentialReportResponse {
            state: Some(ReportStateType::Started),
            description: Some("No report exists. Starting a new report generation task".into()),
        })
    }

    pub(super) async fn get_credential_report(
        &self,
        cx: &Cx,
        _: Empty,
    ) -> Result<GetCredentialReportResponse> {
        let reports = self.reports.lock();
        let Some(report) = reports.get(&cx.account) else {
            return Err(Error::credential_report_not_present("No report exists.").into());
        };
        if self.state.now().0 >= report.at.0 + KEPT_MS {
            return Err(Error::credential_report_expired("The report has expired.").into());
        }
        Ok(GetCredentialReportResponse {
            content: Some(report.text.clone().into_bytes().into()),
            report_format: Some(ReportFormatType::TextCsv),
            generated_time: Some(time(report.at)),
        })
    }
}

fn write(view: &View) -> Result<String> {
    let mut out = COLUMNS.to_owned();
    let root = view.owner.arn("root");
    let account = view.get::<account::Record>(&account::key(view.account()))?;
    let mfa = account.is_some_and(|account| !account.root_mfa_devices.is_empty());
    write!(
        out,
        "\n<root_account>,{root},N/A,not_supported,N/A,not_supported,not_supported,{mfa},true"
    )
    .expect(TAKES);
    out.push_str(",N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A");
    for user in view.all::<user::Record>()? {
        let made = iso(user.created_at);
        // Names and paths have no quotes, and a comma is quoted.
        let mfa = !user.mfa_devices.is_empty();
        let (name, arn) = (cell(&user.name), cell(&user.arn()));
        write!(out, "\n{name},{arn},{made},false,N/A,N/A,N/A,{mfa}").expect(TAKES);
        for at in 0..2 {
            key(view, user.access_keys.get(at), &mut out)?;
        }
        out.push_str(",false,N/A,false,N/A");
    }
    out.push('\n');
    Ok(out)
}

/// The five columns of an access key.
fn key(view: &View, id: Option<&String>, out: &mut String) -> Result<()> {
    let found = match id {
        Some(id) => view.get::<access_key::Record>(&access_key::key(id))?,
        None => None,
    };
    let Some(key) = found else {
        out.push_str(",false,N/A,N/A,N/A,N/A");
        return Ok(());
    };
    let (active, made) = (key.status == Status::Active, iso(key.created_at));
    write!(out, ",{active},{made}").expect(TAKES);
    match view.get::<last_used::Record>(&last_used::key(view.account(), &key.id))? {
        Some(used) => {
            let service = used.service.as_deref().unwrap_or("N/A");
            write!(out, ",{},{},{service}", iso(used.at), used.region).expect(TAKES);
        }
        None => out.push_str(",N/A,N/A,N/A"),
    }
    Ok(())
}

fn cell(text: &str) -> String {
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// `2026-11-30T12:00:00+00:00`, as AWS writes times here.
fn iso(at: TimestampMs) -> String {
    let mut text = String::new();
    time(at).write_iso(false, &mut text).expect(TAKES);
    match text.strip_suffix('Z') {
        Some(bare) => format!("{bare}+00:00"),
        None => text,
    }
}

const TAKES: &str = "a String takes every write";
