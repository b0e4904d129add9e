/// What may become an argument or an environment value of a program.
///
/// The program itself comes from the pack or the workspace. An argument may be data, but not the beginning of an option:
/// a dash must be the pack's own; nor, where it was said, a path that leads out of the workspace. Nothing here is quoted or escaped, because nothing is ever read by a shell.
enum ArgumentPolicy {
    /// The most that Linux takes for one argument, less its end.
    static let sizeLimit = 131_071

    /// Computes one argument; `nil` when it is one expression without a value, which leaves the argument out.
    static func argument(
        _ template: InputTemplate,
        isProgram: Bool,
        step: String,
        in context: EvaluationContext
    ) throws(PlanError) -> TracedValue? {
        let segments = try segments(of: template, step: step, in: context)
        let origin = segments.reduce(into: Origin.pack) { $0.formUnion($1.origin) }
        let isNothing = segments.count == 1 && segments[0].value == .null
        if isProgram {
            guard !origin.isData else {
                throw PlanError(
                    .programFromData,
                    "Step '\(step)' would run a program that was named by data. Name the program in the pack."
                )
            }
            guard !isNothing, segments.contains(where: { !$0.value.asText.isEmpty }) else {
                throw PlanError(.notText, "Step '\(step)' names no program to run. Name the program in the pack.")
            }
        }
        if isNothing { return nil }
        let text = try text(of: segments, what: "An argument of step '\(step)'")
        let first = segments.first { !$0.value.asText.isEmpty }
        if let first, first.origin.isData, text.utf8.first == UInt8(ascii: "-") {
            throw PlanError(
                .leadingDash,
                "An argument of step '\(step)' would begin with a dash that was not written in the pack, so that the "
                    + "program could take it for an option. Say it without the dash, or write the option in the pack."
            )
        }
        if let first, !first.origin.isDisjoint(with: [.speech, .message]), leadsOut(text) {
            throw PlanError(
                .outsideWorkspace,
                "An argument of step '\(step)' would be a path out of the workspace, and what was said or sent may not lead there."
            )
        }
        return TracedValue(.string(text), from: origin)
    }

    /// Whether a program that takes the text for a path, relative to the workspace, would leave it.
    private static func leadsOut(_ text: String) -> Bool {
        text.hasPrefix("/") || text.hasPrefix("~") || text.split(separator: "/").contains("..")
    }

    /// Checks that data becomes no code: what a program that is known would do with the arguments that are known.
    ///
    /// A pack is checked for much the same when it is loaded; this holds however a plan came to be.
    static func check(_ arguments: [PlannedInput], step: String) throws(PlanError) {
        let constants = arguments.map { $0.known.flatMap { $0.origin.isData ? nil : $0.value.text } }
        let program = constants.first.flatMap(\.self) ?? ""
        for (index, argument) in arguments.enumerated() {
            guard let value = argument.known, value.origin.isData else { continue }
            if CommandPolicy.runsData(constants, at: index) {
                throw PlanError(
                    .codeFromData,
                    "Step '\(step)' would give data to '\(program)', which would run it as code. "
                        + "Put the code into the pack, and give it the value as an argument of its own."
                )
            }
            if CommandPolicy.putsDataIntoShellText(program), !CommandPolicy.isPlainWord(value.value.asText) {
                throw PlanError(
                    .codeFromData,
                    "Step '\(step)' would give '\(program)' data with signs or spaces in it, which its recipes would "
                        + "put into the text of a shell. Use a list of plain words, or a script with the value under 'env'."
                )
            }
        }
    }

    /// Computes an environment value.
    static func environmentValue(
        _ template: InputTemplate,
        name: String,
        step: String,
        in context: EvaluationContext
    ) throws(PlanError) -> TracedValue {
        let segments = try segments(of: template, step: step, in: context)
        let origin = segments.reduce(into: Origin.pack) { $0.formUnion($1.origin) }
        if let objection = EnvironmentPolicy.objection(to: name)
            ?? (origin.isData ? EnvironmentPolicy.objection(toData: name) : nil)
        {
            throw PlanError(.environmentName, "In step '\(step)', \(objection). Choose a name of your own in the pack.")
        }
        let text = try text(of: segments, what: "The environment value '\(name)' of step '\(step)'")
        return TracedValue(.string(text), from: origin)
    }

    private static func segments(
        of template: InputTemplate,
        step: String,
        in context: EvaluationContext
    ) throws(PlanError) -> [TracedValue] {
        do throws(ExpressionError) {
            guard case .text(let text) = template else { return [try template.evaluate(in: context)] }
            return try text.evaluateSegments(in: context)
        } catch {
            throw PlanError(expression: error, step: step)
        }
    }

    private static func text(of segments: [TracedValue], what: String) throws(PlanError) -> String {
        var text = ""
        for segment in segments {
            switch segment.value {
            case .list, .mapping:
                throw PlanError(.notText, "\(what) is \(segment.value.kindName), not text. Use join or toJSON.")
            default: text += segment.value.asText
            }
        }
        guard !text.utf8.contains(0) else {
            throw PlanError(.nulCharacter, "\(what) has a NUL character, which no program can be given.")
        }
        guard text.utf8.count <= sizeLimit else {
            throw PlanError(.tooLarge, "\(what) is longer than the \(sizeLimit) bytes that the system takes.")
        }
        return text
    }
}

extension PlanError {
    init(expression error: ExpressionError, step: String) {
        self.init(.expression, "A value of step '\(step)' cannot be computed: \(error)")
    }
}
