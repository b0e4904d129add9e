import BehestWorkflow

/// Reads the `stream-json` of Claude Code.
struct ClaudeEventReader: CoderEventReader {
    private(set) var ending: CoderEnding?
    let mustEnd = true

    mutating func read(_ line: [UInt8]) -> [AgentEvent] {
        guard let event = JSONLine.object(line), let type = event["type"].text else { return [] }
        switch type {
        case "system":
            guard event["subtype"].text == "init" else { return [.heartbeat] }
            return [.started(session: event["session_id"].text?.brief(200))]
        case "assistant", "user": return blocks(of: event)
        case "control_request": return ask(event)
        case "result": return end(event)
        default: return [.heartbeat]
        }
    }

    private func blocks(of event: JSONValue) -> [AgentEvent] {
        let events = (event["message"]["content"].elements ?? []).flatMap { block -> [AgentEvent] in
            switch block["type"].text {
            case "text":
                let isOwn = event["type"].text == "assistant"
                return isOwn ? block["text"].text.map { [.text($0.bounded())] } ?? [] : []
            case "tool_use":
                let (tool, input) = (block["name"].text ?? "tool", block["input"])
                let call = AgentEvent.toolCall(
                    id: block["id"].text?.brief(200) ?? "",
                    kind: ToolKind.of(tool),
                    title: ToolKind.title(tool, input)
                )
                let change = ToolKind.changedFile(tool, input)
                return [call] + (change.map { [.fileChange(path: $0.path, $0.change)] } ?? [])
            case "tool_result":
                let id = block["tool_use_id"].text?.brief(200) ?? ""
                return [.toolResult(id: id, block["is_error"] == true ? .failed : .succeeded)]
            default: return []
            }
        }
        return events.isEmpty ? [.heartbeat] : events
    }

    private func ask(_ event: JSONValue) -> [AgentEvent] {
        let request = event["request"]
        guard request["subtype"].text == "can_use_tool" else { return [.heartbeat] }
        return [.permissionAsk(ToolKind.title(request["tool_name"].text ?? "tool", request["input"]))]
    }

    /// Takes the last event.
    ///
    /// A service that failed shows as `is_error` beside a subtype that says success.
    private mutating func end(_ event: JSONValue) -> [AgentEvent] {
        let subtype = event["subtype"].text ?? "success"
        let words = event["result"].text
        var failure: String?
        if subtype != "success" || event["is_error"] == true {
            let errors = (event["errors"].elements ?? []).compactMap(\.text).joined(separator: "; ")
            let status = event["api_error_status"].count.map { "the service answered \($0)" }
            failure = [words, errors.isEmpty ? nil : errors, status].compactMap { $0 }.first { !$0.isEmpty }
                .map { $0.brief(500) }
            if subtype != "success" { failure = failure.map { "\(subtype): \($0)" } ?? subtype.brief(100) }
            failure = failure ?? "it says no more"
        }
        ending = CoderEnding(failure: failure, words: words?.bounded())
        let usage = AgentEvent.Usage(
            inputTokens: event["usage"]["input_tokens"].count,
            outputTokens: event["usage"]["output_tokens"].count,
            cost: event["total_cost_usd"].finiteNumber
        )
        let denied = (event["permission_denials"].elements ?? []).prefix(20).map { denial in
            AgentEvent.permissionAsk(
                ToolKind.title(denial["tool_name"].text ?? "tool", denial["tool_input"])
            )
        }
        return denied + [.usage(usage)]
    }
}
