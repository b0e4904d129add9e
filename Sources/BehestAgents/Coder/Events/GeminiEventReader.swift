import BehestWorkflow

/// Reads the `stream-json` of Gemini CLI.
struct GeminiEventReader: CoderEventReader {
    private(set) var ending: CoderEnding?
    let mustEnd = true
    private var lastWords = ""

    mutating func read(_ line: [UInt8]) -> [AgentEvent] {
        guard let event = JSONLine.object(line), let type = event["type"].text else { return [] }
        switch type {
        case "init": return [.started(session: event["session_id"].text?.brief(200))]
        case "message":
            guard event["role"].text == "assistant", let text = event["content"].text else { return [.heartbeat] }
            lastWords = (event["delta"] == true ? lastWords + text : text).bounded()
            return [.text(text.bounded())]
        case "tool_use":
            let (tool, input) = (event["tool_name"].text ?? "tool", event["parameters"])
            let call = AgentEvent.toolCall(
                id: event["tool_id"].text?.brief(200) ?? "",
                kind: ToolKind.of(tool),
                title: ToolKind.title(tool, input)
            )
            let change = ToolKind.changedFile(tool, input)
            return [call] + (change.map { [.fileChange(path: $0.path, $0.change)] } ?? [])
        case "tool_result":
            let id = event["tool_id"].text?.brief(200) ?? ""
            return [.toolResult(id: id, event["status"].text == "success" ? .succeeded : .failed)]
        case "error": return [.text((event["message"].text ?? "an error").bounded())]
        case "result": return end(event)
        default: return [.heartbeat]
        }
    }

    private mutating func end(_ event: JSONValue) -> [AgentEvent] {
        var failure: String?
        if event["status"].text != "success" {
            let message = event["error"]["message"].text ?? event["error"].text
            failure = message?.brief(500) ?? "it says no more"
        }
        ending = CoderEnding(failure: failure, words: lastWords.isEmpty ? nil : lastWords)
        return [
            .usage(
                AgentEvent.Usage(
                    inputTokens: event["stats"]["input_tokens"].count,
                    outputTokens: event["stats"]["output_tokens"].count
                )
            )
        ]
    }
}
