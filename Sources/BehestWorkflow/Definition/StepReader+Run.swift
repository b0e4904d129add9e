import BehestGrammar

/// What stands under `run`.
extension StepReader {
    private static let scriptKeys = ["script", "arguments"]

    mutating func readCommand(_ node: PackNode) -> StepDefinition.Action? {
        guard let elements = node.elements, !elements.isEmpty else {
            log.error(
                "run-not-a-list",
                "'run' is \(node.elements == nil ? node.kindName : "empty"), not a list of arguments",
                at: node.range,
                hint: Self.listHint(for: node.text ?? "")
            )
            return nil
        }
        return .command(readArguments(elements, behind: []))
    }

    mutating func readScript(_ node: PackNode) -> StepDefinition.Action? {
        let fields = log.fields(of: node, "'run'", keys: Self.scriptKeys, later: [])
        guard let named = fields["script"] else {
            log.error("no-script", "'run' names no 'script'", at: node.range)
            return nil
        }
        let name = named.text ?? ""
        guard let script = parts.scripts[name] else {
            let names = parts.scripts.keys.sorted()
            let list = names.isEmpty ? "the pack has no 'scripts'" : "they are \(names.joined(separator: ", "))"
            log.error(
                "unknown-script",
                "the pack has no script '\(name)'",
                at: named.range,
                hint: Suggestion.nearest(to: name, in: names) ?? list
            )
            return nil
        }
        checkThatItRunsNoData(script, fields["arguments"], at: named.range)
        guard let arguments = fields["arguments"] else { return .script(script, arguments: []) }
        guard let elements = arguments.elements else {
            log.error("wrong-kind", "'arguments' is \(arguments.kindName), not a list", at: arguments.range)
            return nil
        }
        return .script(script, arguments: readArguments(elements, behind: script.command))
    }

    /// Refuses data for a script that makes code of text; what else a script does with its values is its own concern.
    private mutating func checkThatItRunsNoData(
        _ script: ScriptDefinition,
        _ arguments: PackNode?,
        at range: SourceRange
    ) {
        guard script.evaluatesText else { return }
        var unheard = DiagnosticLog()
        let templates = (arguments?.elements ?? []).compactMap { unheard.template($0, of: "run", scope: scope) }
        let origins = templates.map { $0.possibleOrigin(scope.origin) } + scope.environment.values
        guard origins.contains(where: \.isData) else { return }
        log.error(
            "code-from-data",
            "the script '\(script.name)' evaluates text as code, and what was said or returned is data",
            at: range,
            hint: "write the script without 'eval' and 'exec'"
        )
    }

    /// Reads arguments; the first one is the program, unless there are some before it.
    private mutating func readArguments(_ elements: [PackNode], behind before: [String]) -> [InputTemplate] {
        var constants: [String?] = before
        var arguments: [InputTemplate] = []
        for element in elements {
            guard element.text != nil else {
                log.error("wrong-kind", "an argument is \(element.kindName), not text", at: element.range)
                continue
            }
            guard let template = log.template(element, of: "run", scope: scope) else { continue }
            let isData = template.possibleOrigin(scope.origin).isData
            if constants.isEmpty, isData {
                log.error(
                    "program-from-data",
                    "the program to run may not come from what was said or from what a step returned",
                    at: element.range,
                    hint: "name the program in the pack"
                )
            }
            if isData, CommandPolicy.runsData(constants, at: constants.count) {
                log.error(
                    "code-from-data",
                    "this program would run the argument as code, and what was said or returned is data",
                    at: element.range,
                    hint: "put the code into the pack, and give it the value as an argument of its own"
                )
            }
            arguments.append(template.references.isEmpty ? .constant(.string(template.source)) : .text(template))
            constants.append(arguments.last?.constantText)
        }
        return arguments
    }

    /// The folder in which a program runs: constant, or made of the pack's own values.
    mutating func readDirectory(_ node: PackNode, isRun: Bool) -> TextTemplate? {
        guard isRun else {
            log.error("misplaced-key", "'working-directory' belongs to 'run', not to 'uses'", at: node.range)
            return nil
        }
        guard let template = log.template(node, of: "working-directory", scope: scope) else { return nil }
        if template.possibleOrigin(scope.origin).isData {
            log.error(
                "folder-from-data",
                "the folder may not come from what was said or from what a step returned",
                at: node.range,
                hint: "name it in the pack, and give the program the value as an argument"
            )
        } else if template.references.contains(where: { [.run, .utterance].contains($0.reference.context) }) {
            log.error("folder-too-late", "the folder must be known before the run begins", at: node.range)
        } else if template.references.isEmpty, DirectoryPolicy.path(template.source, in: nil) == nil {
            log.error(
                "outside-workspace",
                "'\(template.source)' is no folder of the workspace",
                at: node.range,
                hint: "write its path from the workspace, without '..'"
            )
        }
        return template
    }

    /// How shell text is written as a list of arguments.
    private static func listHint(for text: String) -> String {
        if TextTemplate.hasExpression(text) { return "write a list: a value becomes an argument, never shell text" }
        let words = text.split { $0.isWhitespace }
        if words.isEmpty { return "write the program and its arguments as a list" }
        return "write a list: [\(words.joined(separator: ", "))]"
    }
}
