//! Parse, run, exit code.

fn main() -> std::process::ExitCode {
    standto::cli::run()
}
