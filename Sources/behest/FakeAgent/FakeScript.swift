internal import BehestGrammar
internal import FoundationEssentials

/// What the stand-in for a coding agent does, in its order.
struct FakeScript: Sendable, Hashable {
    var actions: [FakeAction]

    /// Reads a YAML list of actions: each a name, or a name with what belongs to it.
    ///
    /// - Throws: ``FakeScriptError`` when it is none.
    static func read(_ bytes: [UInt8], file: String) throws(FakeScriptError) -> FakeScript {
        let document = PackDocument(bytes: bytes, file: file)
        if let mistake = document.diagnostics.first {
            throw FakeScriptError("'\(file)' is no YAML that can be read: \(mistake.message).")
        }
        guard let elements = document.root?.elements else {
            throw FakeScriptError("'\(file)' is no list of actions. Write '- succeed', for example.")
        }
        var actions: [FakeAction] = []
        for element in elements { actions.append(try action(element, in: file)) }
        return FakeScript(actions: actions)
    }

    private static func action(_ node: PackNode, in file: String) throws(FakeScriptError) -> FakeAction {
        if let name = node.text { return try FakeAction(name, nil, text: FakeAction.usualText) }
        guard let entry = node.entries?.first, node.entries?.count == 1, let name = entry.key.text else {
            throw FakeScriptError("An action in '\(file)' is neither a name nor one name with a value.")
        }
        if let value = entry.value.text { return try FakeAction(name, value, text: FakeAction.usualText) }
        guard name == "write", let path = entry.value["path"]?.text else {
            throw FakeScriptError("'\(name)' in '\(file)' has a value that it cannot have.")
        }
        return try FakeAction(name, path, text: entry.value["text"]?.text ?? FakeAction.usualText)
    }
}
