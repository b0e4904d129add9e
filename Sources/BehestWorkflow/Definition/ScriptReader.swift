import BehestGrammar
import Foundation

/// Reads the `scripts` of a pack.
struct ScriptReader {
    var log = DiagnosticLog()

    private static let keys = ["shell", "text"]

    mutating func read(_ node: PackNode) -> [String: ScriptDefinition] {
        guard let entries = node.entries else {
            log.error("wrong-kind", "'scripts' is \(node.kindName), not a mapping of names to scripts", at: node.range)
            return [:]
        }
        var scripts: [String: ScriptDefinition] = [:]
        for entry in log.distinct(entries) {
            let name = log.name(entry.key, of: "script")
            if let script = readScript(entry.value, name: name) { scripts[name] = script }
        }
        return scripts
    }

    private mutating func readScript(_ node: PackNode, name: String) -> ScriptDefinition? {
        guard node.entries != nil else {
            return readText(node, of: name).map { ScriptDefinition(name: name, text: $0) }
        }
        let fields = log.fields(of: node, "a script", keys: Self.keys, later: [])
        guard let text = fields["text"] else {
            log.error("no-text", "the script '\(name)' has no 'text'", at: node.range)
            return nil
        }
        let shell = fields["shell"].flatMap { log.choice($0, of: "shell", as: ScriptDefinition.Interpreter.self) }
        return readText(text, of: name).map { ScriptDefinition(name: name, interpreter: shell ?? .sh, text: $0) }
    }

    private mutating func readText(_ node: PackNode, of name: String) -> String? {
        guard let text = node.text, !text.isEmpty else {
            log.error(
                "wrong-kind",
                "the script '\(name)' is \(node.text == nil ? node.kindName : "empty")",
                at: node.range
            )
            return nil
        }
        if let start = text.range(of: "${{") {
            let offset = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
            log.error(
                "value-in-script",
                "the text of a script is constant; '${{ }}' has no place in it",
                at: node.range(of: offset..<offset + 3),
                hint: "give it the value under 'env' and write \"$NAME\", or under 'arguments' and write \"$1\""
            )
            return nil
        }
        guard text.utf8.count <= ScriptDefinition.sizeLimit, !text.utf8.contains(0) else {
            let problem = text.utf8.contains(0) ? "has a NUL character" : "is longer than 64 KiB"
            log.error("script-too-large", "the script '\(name)' \(problem)", at: node.range)
            return nil
        }
        return text
    }
}
