/// A sentence template: many ways to say one thing, written as one line.
package struct Template: Sendable, Hashable {
    /// The scalar that the template was read from.
    package var node: PackNode

    /// The template's pieces.
    package var root: TemplatePart

    /// The template as written.
    package var text: String { node.text ?? "" }

    /// Where a piece stands in its file.
    package func range(of bytes: Range<Int>) -> SourceRange {
        node.range(of: bytes)
    }
}

extension Template {
    /// Reads a scalar as a template and adds what is wrong with it to the diagnostics.
    ///
    /// - Returns: What could be understood; it is only to be used if no error was added.
    package init(parsing node: PackNode, diagnostics: inout [Diagnostic]) {
        var parser = TemplateParser(node: node)
        root = parser.parse()
        self.node = node
        diagnostics += parser.diagnostics
    }

    /// A template of the text itself, none of whose signs mean anything.
    package init(literal node: PackNode) {
        let text = node.text ?? ""
        self.node = node
        root = TemplatePart(kind: .text(text), bytes: 0..<text.utf8.count)
    }
}
