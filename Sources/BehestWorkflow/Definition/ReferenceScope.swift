import BehestGrammar

/// What the expressions at one place of a workflow may refer to.
struct ReferenceScope {
    /// The intent's slots; `nil` when they are not known.
    var slots: Set<String>?
    /// The steps that are done by then.
    var steps: Set<String> = []
    /// The steps that come later.
    var laterSteps: Set<String> = []
    /// The names of the step's own `env`.
    var environment: Set<String> = []

    init(slots: Set<String>?) {
        self.slots = slots
    }
}

extension DiagnosticLog {
    /// Reads text with expressions; checks what they refer to.
    mutating func template(_ node: PackNode, of key: String, scope: ReferenceScope) -> TextTemplate? {
        guard let text = node.text else {
            error("wrong-kind", "'\(key)' is \(node.kindName), not text", at: node.range)
            return nil
        }
        do throws(ExpressionError) {
            let template = try TextTemplate(text)
            for (reference, range) in template.references {
                check(reference, at: node.place(of: range), in: scope)
            }
            return template
        } catch {
            self.error(error.code.rawValue, error.message, at: node.place(of: error.range), hint: error.hint)
            return nil
        }
    }

    /// Reads a value somewhere in which expressions may stand.
    mutating func input(_ node: PackNode, of key: String, scope: ReferenceScope) -> InputTemplate? {
        switch node.content {
        case .scalar(let text, let isQuoted):
            if TextTemplate.hasExpression(text) { return template(node, of: key, scope: scope).map(InputTemplate.text) }
            return .constant(isQuoted ? .string(text) : JSONValue(plainScalar: text))
        case .sequence(let elements):
            return .list(elements.compactMap { input($0, of: key, scope: scope) })
        case .mapping(let entries):
            var members: [String: InputTemplate] = [:]
            for entry in distinct(entries) {
                members[entry.key.text ?? ""] = input(entry.value, of: key, scope: scope)
            }
            return .mapping(members)
        }
    }

    mutating func unknownSlot(_ slot: String, among slots: Set<String>, at range: SourceRange) {
        let names = slots.sorted()
        let list = names.isEmpty ? "it has none" : "its slots are \(names.joined(separator: ", "))"
        error(
            "unknown-slot",
            "the intent has no slot '\(slot)'",
            at: range,
            hint: Suggestion.nearest(to: slot, in: names) ?? list
        )
    }

    private mutating func check(_ reference: Reference, at range: SourceRange, in scope: ReferenceScope) {
        switch reference {
        case .slot(let name):
            if let slots = scope.slots, !slots.contains(name) { unknownSlot(name, among: slots, at: range) }
        case .output(let step, _) where !scope.steps.contains(step):
            let isLater = scope.laterSteps.contains(step)
            error(
                "unknown-step",
                isLater ? "the step '\(step)' is not done yet at this point" : "there is no step '\(step)'",
                at: range,
                hint: isLater ? nil : Suggestion.nearest(to: step, in: scope.steps)
            )
        case .environment(let name) where !scope.environment.contains(name) && !EnvironmentPolicy.isSetting(name):
            error(
                "unknown-environment",
                "the step's 'env' has no '\(name)'",
                at: range,
                hint: Suggestion.nearest(to: name, in: scope.environment)
                    ?? "of the environment around Behest, only variables that begin with BEHEST_ can be read"
            )
        default:
            break
        }
    }
}

extension JSONValue {
    /// What YAML takes a scalar without quotes to be.
    init(plainScalar text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .boolean(true)
        case "false", "False", "FALSE": self = .boolean(false)
        default:
            let startsAsNumber = text.unicodeScalars.first.map("0123456789+-.".unicodeScalars.contains) ?? false
            if startsAsNumber, let number = Double(text), number.isFinite, !text.hasPrefix("0x") {
                self = .number(number)
            } else {
                self = .string(text)
            }
        }
    }
}
