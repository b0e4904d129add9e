internal import BehestWorkflow

/// What is kept.
extension HealthCheck {
    static func kept(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "what is kept") { assembly in
            do {
                guard let journal = try assembly.existingJournal() else { return .works("nothing yet") }
                let keep = (try? assembly.configuration(options))?.keep ?? Configuration.Keep()
                let tidying = assembly.tidying(journal)
                let recordings = try await tidying.tidyRecordings(to: keep.recordings, isTrial: true)
                let logs = try await tidying.tidyLogs(to: keep.logs, isTrial: true)
                return .works(
                    "\(text(recordings, "recordings", keep.recordings)); \(text(logs, "runs' logs", keep.logs))"
                )
            } catch {
                return .broken("\(error)")
            }
        }
    }

    private static func text(_ report: Tidying.Report, _ things: String, _ limits: RetentionLimits) -> String {
        let bounds = [limits.days.map { "\($0) days" }, limits.megabytes.map { "\($0) MB" }].compactMap(\.self)
        let kept = bounds.isEmpty ? "all are kept" : "kept for \(bounds.joined(separator: " or up to "))"
        return "\(report.count) \(things) (\(report.size.asBytes)), \(kept)"
    }
}
