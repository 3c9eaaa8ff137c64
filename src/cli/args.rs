//! What the command line accepts. Help in English stands here; its Japanese in `text::help`.
//! Long, because it is one table: whoever looks for an option finds it here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Surge defence that follows the diplomatic calendar, and the exercises that rehearse it
#[derive(Parser)]
#[command(name = "standto", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Top,
}

#[derive(Args, Clone)]
pub(crate) struct Common {
    /// The workspace to work in
    #[arg(short = 'C', long, global = true, default_value = ".", value_name = "DIR", env = "STANDTO_WORKSPACE")]
    pub(crate) workspace: PathBuf,
    /// Language of messages: en or ja (default: LANG's, else the workspace's)
    #[arg(long, global = true, value_name = "LANG", env = "STANDTO_LANG")]
    pub(crate) lang: Option<String>,
    /// Format of what is printed; svg and ics are for plan
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Your personal token; better given as STANDTO_TOKEN
    #[arg(long, global = true, env = "STANDTO_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// Read as if it were this instant: RFC 3339 or local time; for reading commands
    #[arg(long, global = true, value_name = "INSTANT")]
    pub(crate) now: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
    /// A picture, of `plan` only.
    Svg,
    /// A calendar feed, of `plan` only.
    Ics,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Titles {
    Public,
    Full,
}

#[derive(Subcommand)]
pub(crate) enum Top {
    /// Write a commented workspace
    Init(Init),
    /// Check every file and show every fault at once
    Check,
    /// Check machine, database, connectors, mail and clocks
    Doctor,
    /// Events and their dates
    #[command(subcommand)]
    Calendar(Calendar),
    /// What to stand to for, and when
    Plan(PlanArgs),
    /// Measures that are, were and will be in force
    #[command(subcommand)]
    Posture(Posture),
    /// Exercises: rehearse, start, conduct
    #[command(subcommand)]
    Exercise(Exercise),
    /// The promises of an exercise: 24 h, 72 h, 7 days
    #[command(subcommand)]
    Milestone(Milestone),
    /// Reports from recorded facts
    #[command(subcommand)]
    Report(Report),
    /// The record of everything that happened
    #[command(subcommand)]
    Journal(Journal),
    /// People who may act, and their tokens
    #[command(subcommand)]
    Principal(Principal),
    /// ATT&CK technique ids
    #[command(subcommand)]
    Attack(Attack),
    /// Copy the database, safely while it is in use
    Backup { file: PathBuf },
    /// Put a copy back where there is no database
    Restore { file: PathBuf },
    /// Carry out the plan and running exercises; serve player pages
    Serve,
    /// See all of it in a minute: offline, in a scratch workspace
    Demo(Demo),
    /// The JSON Schema of a kind of file, or of what `plan` prints as JSON
    Schema {
        /// settings, roster, calendar, playbook, scenario, exercise; plan, plan-at, plan-diff: what these print as JSON
        name: String,
    },
    /// Shell completions
    Completions { shell: clap_complete::Shell },
}

#[derive(Args)]
pub(crate) struct Init {
    /// Where; made if missing
    #[arg(default_value = ".")]
    pub(crate) directory: PathBuf,
}

#[derive(Subcommand)]
pub(crate) enum Calendar {
    /// List occurrences in a range
    List(Range),
}

#[derive(Args, Clone)]
pub(crate) struct Range {
    /// First day (YYYY-MM-DD; default: today)
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day (YYYY-MM-DD; default: a year after the first)
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct PlanArgs {
    #[command(subcommand)]
    pub(crate) command: Option<PlanCommand>,
    #[command(flatten)]
    pub(crate) range: Range,
    /// The posture at one instant, planned and approved: RFC 3339, or local time in the workspace's zone
    #[arg(long, value_name = "INSTANT", conflicts_with_all = ["from", "to", "titles", "explain"])]
    pub(crate) at: Option<String>,
    /// Say for every line why it is there
    #[arg(long)]
    pub(crate) explain: bool,
    /// Titles in a picture: public (default), or full for those who may read the titles of handled events
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub(crate) titles: Option<Titles>,
}

#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    /// Adopt the files as they are, although that changes a live or approved window
    Accept,
    /// What a change would do: two revisions, the files, or a calendar file side by side
    Diff(PlanDiff),
}

#[derive(Args)]
pub(crate) struct PlanDiff {
    /// A revision (the beginning of its id), in-force, files, a directory with a workspace, or a calendar file (.toml, .ics)
    #[arg(default_value = "in-force")]
    pub(crate) old: String,
    /// What it is compared with, written likewise
    #[arg(default_value = "files")]
    pub(crate) new: String,
    #[command(flatten)]
    pub(crate) range: Range,
}

#[derive(Args)]
pub(crate) struct Install {
    /// The connector of standto.toml, or `rspamd` where there is one such
    pub connector: String,
    /// The directory of its local configuration
    #[arg(long, default_value = "/etc/rspamd")]
    pub config: PathBuf,
    /// Only say which files would be written
    #[arg(long)]
    pub preview: bool,
}

#[derive(Subcommand)]
pub(crate) enum Posture {
    /// Windows that hold now, what they changed, and what waits for approval
    Status,
    /// Order a level by hand, with an end
    Order(Order),
    /// End an order before its time
    Stand {
        /// The order, as `posture order` named it
        order: String,
    },
    /// Show exactly what an approval is for, of a window or of a quarter
    Preview(What),
    /// Approve one window, or a rule for a quarter, as it is now, after showing exactly what is approved
    Approve(Approve),
    /// Look at what a deputy approved in your place
    Review(Review),
    /// Take your own approval of a window back
    Withdraw(Withdraw),
    /// Approvals for a whole quarter, and whether they still count
    Standing,
    /// End a live window before its time; what it alone held is taken back
    Close {
        /// The window, as `posture status` names it
        window: String,
        /// Why, for the record
        #[arg(long)]
        reason: String,
    },
    /// Write the rules that a mail filter needs, once; nothing is held by them alone
    Install(Install),
    /// Compare every target with the ledger, and the ledger with what should be in force; exit code 4 where they differ
    Verify,
    /// Decide a conflict: restore the target, or keep it as it is
    Revert(Revert),
    /// Say that a task is done, with evidence (of one that repeats: the oldest open round)
    Done(Done),
}

#[derive(Args)]
pub(crate) struct Order {
    /// watch, elevated, surge or restricted
    #[arg(long)]
    pub(crate) level: String,
    /// A group of standto.toml (default: everyone)
    #[arg(long, value_name = "GROUP")]
    pub(crate) scope: Option<String>,
    /// Local time in the workspace's zone, or RFC 3339 (default: now)
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Local time in the workspace's zone, or RFC 3339
    #[arg(long, value_name = "TIME")]
    pub(crate) until: String,
    /// Why, for those who approve
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Args)]
pub(crate) struct Approve {
    #[command(flatten)]
    pub(crate) what: What,
    /// Approve as the deputy of this principal, who reviews it afterwards
    #[arg(long, value_name = "PRINCIPAL", conflicts_with = "standing")]
    pub(crate) in_place_of: Option<String>,
    /// The number of the written decision
    #[arg(long, value_name = "NUMBER")]
    pub(crate) decision: Option<String>,
    /// Do not ask at a terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args)]
pub(crate) struct Review {
    pub(crate) window: String,
    /// Withdraw what was approved in your place
    #[arg(long, requires = "reason")]
    pub(crate) object: bool,
    /// Why, for the record
    #[arg(long, requires = "object")]
    pub(crate) reason: Option<String>,
}

/// One window, or every window of a policy and level that begins in a quarter.
#[derive(Args)]
pub(crate) struct What {
    #[arg(required_unless_present = "standing", conflicts_with = "standing")]
    pub(crate) window: Option<String>,
    /// Every window of this policy and level that begins in the quarter
    #[arg(long, value_name = "POLICY", requires = "level", requires = "quarter")]
    pub(crate) standing: Option<String>,
    /// watch or elevated
    #[arg(long, requires = "standing")]
    pub(crate) level: Option<String>,
    /// Such as 2027-Q1
    #[arg(long, requires = "standing")]
    pub(crate) quarter: Option<String>,
}

#[derive(Args)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    pub(crate) what: What,
    /// Why, for the record
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Args)]
pub(crate) struct Revert {
    /// The connector
    pub(crate) target: String,
    /// Leave the target as it is and forget what we wrote
    #[arg(long)]
    pub(crate) keep: bool,
}

#[derive(Args)]
pub(crate) struct Done {
    pub(crate) window: String,
    pub(crate) measure: String,
    /// What shows that it is done
    #[arg(long)]
    pub(crate) evidence: String,
}

#[derive(Subcommand)]
pub(crate) enum Exercise {
    /// Exercises of the workspace and their runs
    List,
    /// Who gets what when, and what is missing
    Check { exercise: String },
    /// Run the whole script at once, to nobody, in a database of its own
    Rehearse {
        exercise: String,
        /// Where its database and messages go (default: rehearsals/EXERCISE)
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
    /// Propose a live exercise; it starts when a second principal approves
    Start {
        exercise: String,
        /// Send to the players
        #[arg(long)]
        live: bool,
        /// Times wall speed; live at most 60
        #[arg(long, default_value_t = 1.0)]
        speed: f64,
    },
    /// The second principal's word for a live exercise
    Approve { exercise: String },
    /// Stop the exercise clock
    Pause { exercise: String },
    /// Let the exercise clock run again
    Resume { exercise: String },
    /// Set the exercise clock forward
    Jump {
        exercise: String,
        /// As T+24:00
        to: String,
    },
    /// Change how fast the exercise clock runs
    Speed {
        exercise: String,
        /// Times wall speed; live at most 60
        speed: f64,
    },
    /// Both clocks, what comes next, deliveries, responses, milestones
    Status { exercise: String },
    /// ENDEX: end the play
    End { exercise: String },
    /// Stop all messages at once and send a correction
    Abort { exercise: String },
    /// Decide a delivery whose fate is uncertain
    Decide(Decide),
}

#[derive(Args)]
pub(crate) struct Decide {
    /// The delivery's key, as status shows it
    pub(crate) key: String,
    /// Send again under the same Message-ID (default: let it be)
    #[arg(long)]
    pub(crate) resend: bool,
}

#[derive(Subcommand)]
pub(crate) enum Milestone {
    /// Every organisation's milestones
    List { exercise: String },
    /// Show the gate's evidence and meet a milestone
    Meet {
        exercise: String,
        organisation: String,
        milestone: String,
        /// FIELD=TEXT, once for each field of the gate
        #[arg(long = "evidence", value_name = "FIELD=TEXT")]
        evidence: Vec<String>,
    },
    /// Send evidence back
    Reject {
        exercise: String,
        organisation: String,
        milestone: String,
        /// What is missing
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum Report {
    /// The after-action report of an exercise
    Aar {
        exercise: String,
        /// Where to write (default: print)
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// html or json
        #[arg(long, value_name = "KIND", default_value = "html")]
        kind: String,
        /// The database to read (default: the workspace's); a rehearsal has its own
        #[arg(long, value_name = "FILE")]
        database: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(crate) enum Journal {
    /// Print entries, newest last
    Show {
        /// At most so many
        #[arg(long, default_value_t = 50)]
        last: u32,
    },
    /// Recompute the chain; exit code 1 when anything was altered
    Verify {
        /// The database to verify (default: the workspace's)
        #[arg(long, value_name = "FILE")]
        database: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(crate) enum Principal {
    /// Add a person and print the token, once
    Add {
        id: String,
        /// Name as shown (default: the id)
        #[arg(long)]
        name: Option<String>,
        /// operator, approver, director, controller, evaluator
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// Days until the token expires: 1 to 3650
        #[arg(long, default_value_t = 180, value_parser = clap::value_parser!(u32).range(1..=i64::from(crate::app::MOST_DAYS)))]
        days: u32,
        /// Print nothing but the token
        #[arg(long)]
        token_only: bool,
    },
    /// People, roles and expiry
    List,
    /// End a token at once
    Revoke { id: String },
}

#[derive(Subcommand)]
pub(crate) enum Attack {
    /// Build imported/attack.csv from a STIX bundle of ATT&CK
    Import { file: PathBuf },
    /// Look a technique up
    Show { id: String },
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Where the scratch workspace goes (default: a new directory for temporary files)
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,
}
