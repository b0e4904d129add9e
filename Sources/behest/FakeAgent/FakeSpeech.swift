internal import BehestAgents
internal import BehestWorkflow

/// The lines that a coding agent of one kind would write.
struct FakeSpeech: Sendable {
    /// Something that is told.
    enum Event: Sendable, Hashable {
        case beginning
        case words(String)
        /// It has written a file.
        case edit(number: Int, path: String, isNew: Bool)
        /// It has run a command, or tried to.
        case command(number: Int, String, isDone: Bool)
        case ask(number: Int, String)
        /// Its end; with what failed, if something did.
        case end(failure: String?)
    }

    let format: CoderProfile.Format

    private static let session = "5f1e7a6e-0000-4000-8000-00000000fa4e"

    /// The lines of an event, without line breaks.
    func lines(_ event: Event) -> [String] {
        switch format {
        case .claude: claude(event).map(\.json)
        case .codex: codex(event).map(\.json)
        case .gemini: gemini(event).map(\.json)
        case .plain: plain(event)
        }
    }

    private func claude(_ event: Event) -> [JSONValue] {
        func assistant(_ block: JSONValue) -> JSONValue {
            ["type": "assistant", "message": ["role": "assistant", "content": [block]]]
        }
        func tool(_ number: Int, _ name: String, _ input: JSONValue, isDone: Bool) -> [JSONValue] {
            let id = JSONValue.string("toolu_\(number)")
            let result: JSONValue = ["type": "tool_result", "tool_use_id": id, "is_error": .boolean(!isDone)]
            return [
                assistant(["type": "tool_use", "id": id, "name": .string(name), "input": input]),
                ["type": "user", "message": ["role": "user", "content": [result]]],
            ]
        }
        switch event {
        case .beginning:
            return [["type": "system", "subtype": "init", "session_id": .string(Self.session), "model": "fake"]]
        case .words(let text): return [assistant(["type": "text", "text": .string(text)])]
        case .edit(let number, let path, let isNew):
            return tool(number, isNew ? "Write" : "Edit", ["file_path": .string(path)], isDone: true)
        case .command(let number, let command, let isDone):
            return tool(number, "Bash", ["command": .string(command)], isDone: isDone)
        case .ask(let number, let what):
            let request: JSONValue = [
                "subtype": "can_use_tool", "tool_name": "Bash", "input": ["command": .string(what)],
            ]
            return [
                ["type": "control_request", "request_id": .string("req_\(number)"), "request": request]
            ]
        case .end(let failure):
            return [
                [
                    "type": "result", "subtype": failure == nil ? "success" : "error_during_execution",
                    "is_error": .boolean(failure != nil), "result": .string(failure ?? "Done."), "num_turns": 1,
                    "session_id": .string(Self.session), "total_cost_usd": 0.0125,
                    "usage": ["input_tokens": 1200, "output_tokens": 340],
                ]
            ]
        }
    }

    private func codex(_ event: Event) -> [JSONValue] {
        func item(_ type: String, _ item: JSONValue) -> JSONValue { ["type": .string(type), "item": item] }
        switch event {
        case .beginning:
            return [["type": "thread.started", "thread_id": .string(Self.session)], ["type": "turn.started"]]
        case .words(let text):
            return [item("item.completed", ["id": "words", "type": "agent_message", "text": .string(text)])]
        case .edit(let number, let path, let isNew):
            let change: JSONValue = ["path": .string(path), "kind": isNew ? "add" : "update"]
            return [
                item(
                    "item.completed",
                    [
                        "id": .string("item_\(number)"), "type": "file_change", "changes": [change],
                        "status": "completed",
                    ]
                )
            ]
        case .command(let number, let command, let isDone):
            return ["item.started", "item.completed"].map { type in
                let status = type == "item.started" ? "in_progress" : isDone ? "completed" : "failed"
                return item(
                    type,
                    [
                        "id": .string("item_\(number)"), "type": "command_execution", "command": .string(command),
                        "status": .string(status),
                    ]
                )
            }
        case .ask(let number, let what):
            return [
                item(
                    "item.completed",
                    [
                        "id": .string("item_\(number)"), "type": "command_execution", "command": .string(what),
                        "status": "declined",
                    ]
                )
            ]
        case .end(nil):
            return [["type": "turn.completed", "usage": ["input_tokens": 1200, "output_tokens": 340]]]
        case .end(let failure?): return [["type": "turn.failed", "error": ["message": .string(failure)]]]
        }
    }

    private func gemini(_ event: Event) -> [JSONValue] {
        func tool(_ number: Int, _ name: String, _ input: JSONValue, isDone: Bool) -> [JSONValue] {
            let id = JSONValue.string("tool-\(number)")
            return [
                ["type": "tool_use", "tool_name": .string(name), "tool_id": id, "parameters": input],
                ["type": "tool_result", "tool_id": id, "status": isDone ? "success" : "error"],
            ]
        }
        switch event {
        case .beginning: return [["type": "init", "session_id": .string(Self.session), "model": "fake"]]
        case .words(let text): return [["type": "message", "role": "assistant", "content": .string(text)]]
        case .edit(let number, let path, let isNew):
            return tool(number, isNew ? "write_file" : "replace", ["file_path": .string(path)], isDone: true)
        case .command(let number, let command, let isDone):
            return tool(number, "run_shell_command", ["command": .string(command)], isDone: isDone)
        case .ask(let number, let what):
            return tool(number, "run_shell_command", ["command": .string(what)], isDone: false)
        case .end(let failure):
            let stats: JSONValue = ["total_tokens": 1540, "input_tokens": 1200, "output_tokens": 340]
            guard let failure else { return [["type": "result", "status": "success", "stats": stats]] }
            let error: JSONValue = ["type": "Error", "message": .string(failure)]
            return [["type": "result", "status": "error", "error": error, "stats": stats]]
        }
    }

    private func plain(_ event: Event) -> [String] {
        switch event {
        case .beginning: ["Starting."]
        case .words(let text): [text]
        case .edit(_, let path, _): ["Applied edit to \(path)"]
        case .command(_, let command, let isDone): ["Ran \(command): \(isDone ? "done" : "failed")"]
        case .ask(_, let what): ["Run \(what)? (Y)es/(N)o [Yes]: no"]
        case .end(let failure): [failure.map { "Error: \($0)" } ?? "Done."]
        }
    }
}
