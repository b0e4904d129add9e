internal import BehestGrammar
internal import BehestPipeline

/// Shows what is wrong with packs, on standard error.
struct FindingsText {
    let environment: [String: String]

    func show(_ findings: PackLibrary.Findings) {
        guard !findings.diagnostics.isEmpty else { return }
        let style = Style(isTerminal: StandardError.isTerminal, environment: environment)
        var renderer = DiagnosticRenderer(usesColour: style.isColoured)
        for (file, bytes) in findings.sources { renderer.add(bytes, of: file) }
        StandardError.write(renderer.render(findings.diagnostics))
    }
}
