internal import BehestGrammar
internal import BehestPipeline

/// Shows what is wrong with packs and the configuration, on standard error.
struct FindingsText {
    let environment: [String: String]

    func show(_ findings: PackLibrary.Findings) {
        show(findings.diagnostics, in: findings.sources.map { ($0, $1) })
    }

    func show(_ problems: ConfigurationProblems) {
        show(problems.diagnostics, in: [(problems.file, problems.bytes)])
    }

    private func show(_ diagnostics: [Diagnostic], in sources: [(String, [UInt8])]) {
        guard !diagnostics.isEmpty else { return }
        let style = Style(isTerminal: StandardError.isTerminal, environment: environment)
        var renderer = DiagnosticRenderer(usesColour: style.isColoured)
        for (file, bytes) in sources { renderer.add(bytes, of: file) }
        StandardError.write(renderer.render(diagnostics))
    }
}
