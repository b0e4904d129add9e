import BehestWorkflow

/// Reads what `codex exec --json` writes.
struct CodexEventReader: CoderEventReader {
    private(set) var ending: CoderEnding?
    let mustEnd = true
    private var lastWords: String?
    /// The tools that are at work.
    private var begun: Set<String> = []

    mutating func read(_ line: [UInt8]) -> [AgentEvent] {
        guard let event = JSONLine.object(line), let type = event["type"].text else { return [] }
        switch type {
        case "thread.started": return [.started(session: event["thread_id"].text?.brief(200))]
        case "item.started", "item.completed":
            return item(event["item"], isCompleted: type == "item.completed")
        case "turn.completed":
            ending = CoderEnding(failure: nil, words: lastWords)
            let usage = event["usage"]
            return [
                .usage(
                    AgentEvent.Usage(
                        inputTokens: usage["input_tokens"].count,
                        outputTokens: usage["output_tokens"].count
                    )
                )
            ]
        case "turn.failed":
            let message = event["error"]["message"].text ?? event["message"].text
            ending = CoderEnding(failure: message?.brief(500) ?? "it says no more", words: lastWords)
            return [.heartbeat]
        case "error":
            // Also told of what is tried again; whether it was the end, the end of the turn says.
            return [.text((event["message"].text ?? "an error").bounded())]
        default: return [.heartbeat]
        }
    }

    private mutating func item(_ item: JSONValue, isCompleted: Bool) -> [AgentEvent] {
        let id = item["id"].text?.brief(200) ?? ""
        let kind = item["type"].text ?? ""
        switch kind {
        case "agent_message":
            guard isCompleted, let text = item["text"].text else { return [.heartbeat] }
            lastWords = text.bounded()
            return [.text(text.bounded())]
        case "command_execution":
            return tool(item, id, "execute", item["command"].text ?? "a command", isCompleted)
        case "mcp_tool_call":
            let name = [item["server"].text, item["tool"].text].compactMap { $0 }.joined(separator: "/")
            return tool(item, id, "other", name, isCompleted)
        case "web_search": return tool(item, id, "fetch", item["query"].text ?? "the web", isCompleted)
        case "file_change":
            let changes = item["changes"].elements ?? []
            let title = changes.compactMap { $0["path"].text }.joined(separator: ", ")
            let events = tool(item, id, "edit", title, isCompleted)
            guard isCompleted else { return events }
            return changes.compactMap(change) + events
        default: return [.heartbeat]
        }
    }

    private func change(_ change: JSONValue) -> AgentEvent? {
        guard let path = change["path"].text else { return nil }
        let kind: AgentEvent.FileChange =
            switch change["kind"].text {
            case "add": .added
            case "delete": .deleted
            default: .changed
            }
        return .fileChange(path: path.brief(500), kind)
    }

    /// A tool that is begun or done; some are told of only when they are done.
    private mutating func tool(
        _ item: JSONValue,
        _ id: String,
        _ kind: String,
        _ title: String,
        _ isCompleted: Bool
    ) -> [AgentEvent] {
        let call = begun.remove(id) == nil ? [AgentEvent.toolCall(id: id, kind: kind, title: title.brief(200))] : []
        guard isCompleted else {
            begun.insert(id)
            return call
        }
        switch item["status"].text {
        case "declined": return call + [.permissionAsk(title.brief(200)), .toolResult(id: id, .failed)]
        case "failed": return call + [.toolResult(id: id, .failed)]
        default: return call + [.toolResult(id: id, .succeeded)]
        }
    }
}
