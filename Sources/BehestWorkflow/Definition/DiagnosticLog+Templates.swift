import BehestGrammar

/// Reading values in which expressions may stand, and checking what these refer to.
extension DiagnosticLog {
    /// Reads text with expressions.
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

    /// Reads a condition.
    mutating func condition(_ node: PackNode, scope: ReferenceScope) -> Condition? {
        guard let text = node.text else {
            error("wrong-kind", "'if' is \(node.kindName), not an expression", at: node.range)
            return nil
        }
        do throws(ExpressionError) {
            let condition = try Condition(text)
            for (reference, range) in condition.expression.references {
                check(reference, at: node.place(of: range), in: scope)
            }
            return condition
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
        switch (reference.context, reference.path.first) {
        case (.slots, let name?):
            if let slots = scope.slots, !slots.contains(name) { unknownSlot(name, among: slots, at: range) }
        case (.steps, let name): checkStep(name, at: range, in: scope)
        case (.needs, let name): checkJob(name, reference.path, at: range, in: scope)
        case (.matrix, let name):
            guard let matrix = scope.matrix else {
                return error(
                    "unknown-context",
                    "there is no 'matrix' here: only a job with a matrix has one",
                    at: range
                )
            }
            guard let name, matrix[name] == nil else { return }
            error(
                "unknown-matrix",
                "the job's matrix has no '\(name)'",
                at: range,
                hint: Suggestion.nearest(to: name, in: matrix.keys)
            )
        case (.env, let name?) where scope.environment[name] == nil && !EnvironmentPolicy.isSetting(name):
            error(
                "unknown-environment",
                "the step's 'env' has no '\(name)'",
                at: range,
                hint: Suggestion.nearest(to: name, in: scope.environment.keys)
                    ?? "of the environment around Behest, only variables that begin with BEHEST_ can be read"
            )
        default: break
        }
    }

    private mutating func checkStep(_ name: String?, at range: SourceRange, in scope: ReferenceScope) {
        guard let steps = scope.steps else {
            let hint = scope.needs == nil ? nil : "write 'needs.JOB.outputs.NAME' for what a job returned"
            return error("unknown-step", "no step can be named here", at: range, hint: hint)
        }
        guard let name, !steps.contains(name) else { return }
        let isLater = scope.laterSteps.contains(name)
        error(
            "unknown-step",
            isLater ? "the step '\(name)' is not done yet at this point" : "there is no step '\(name)'",
            at: range,
            hint: isLater ? nil : Suggestion.nearest(to: name, in: steps)
        )
    }

    private mutating func checkJob(
        _ name: String?,
        _ path: [String],
        at range: SourceRange,
        in scope: ReferenceScope
    ) {
        guard let needs = scope.needs else {
            return error("unknown-context", "there is no 'needs' here: only jobs have one", at: range)
        }
        guard let name else { return }
        guard let outputs = needs[name] else {
            let exists = scope.jobs.contains(name)
            return error(
                "unknown-job",
                exists ? "the job '\(name)' is not among those that this one needs" : "there is no job '\(name)'",
                at: range,
                hint: exists ? "add it to 'needs'" : Suggestion.nearest(to: name, in: needs.keys)
            )
        }
        guard path.count == 3, !outputs.contains(path[2]) else { return }
        error(
            "unknown-output",
            "the job '\(name)' has no output '\(path[2])'",
            at: range,
            hint: Suggestion.nearest(to: path[2], in: outputs)
                ?? (outputs.isEmpty
                    ? "give it 'outputs'" : "its outputs are \(outputs.sorted().joined(separator: ", "))")
        )
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
