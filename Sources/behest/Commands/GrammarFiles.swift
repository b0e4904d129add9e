internal import ArgumentParser
internal import BehestGrammar
internal import FoundationEssentials

/// Reads the files of a grammar that are named on the command line, and tells what is wrong with them.
struct GrammarFiles {
    let environment: [String: String]

    /// A file that cannot be read.
    struct Unreadable: Error, CustomStringConvertible {
        var path: String
        var reason: String

        var description: String { "Could not read '\(path)': \(reason)." }
    }

    /// The grammar of some files, in which names that do not exist are only warned of.
    ///
    /// - Throws: ``Unreadable``, and the exit code for failure when a file has mistakes, which have been shown.
    func grammar(of grammar: [String], lists: [String]) throws -> Grammar {
        let style = Style(isTerminal: StandardError.isTerminal, environment: environment)
        var renderer = DiagnosticRenderer(usesColour: style.isColoured)
        var diagnostics: [Diagnostic] = []
        var pack: GrammarPack?
        let files = grammar.map { ($0, false) } + lists.map { ($0, true) }
        for (path, isLists) in files {
            let bytes = try Self.bytes(of: path)
            renderer.add(bytes, of: path)
            // The first file of a grammar need not have intents either: lists and rules may stand in a file of their own.
            let reading = GrammarPack.read(PackDocument(bytes: bytes, file: path), as: .lists)
            diagnostics += reading.diagnostics
            guard let read = reading.pack else { continue }
            if pack == nil {
                pack = read
            } else if isLists {
                pack?.merge(listsOf: read)
            } else {
                pack?.merge(read)
            }
        }
        let hasErrors = diagnostics.contains { $0.severity == .error }
        guard let pack, !hasErrors else {
            StandardError.write(renderer.render(diagnostics))
            throw ExitCode.failure
        }
        do throws(GrammarError) {
            let grammar = try Grammar(compiling: [pack], toleratesUnknownNames: true)
            diagnostics += grammar.warnings
            if !diagnostics.isEmpty { StandardError.write(renderer.render(diagnostics)) }
            return grammar
        } catch {
            StandardError.write(renderer.render(diagnostics + error.diagnostics))
            throw ExitCode.failure
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw Unreadable(path: path, reason: isThere ? "it cannot be opened" : "there is no such file")
        }
    }
}
