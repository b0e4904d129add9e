import BehestWorkflow
import Testing

@testable import BehestAgents

struct CoderEventTests {
    private func read(_ format: CoderProfile.Format, _ lines: String) -> (events: [AgentEvent], record: CoderRecord) {
        var record = CoderRecord(format)
        let events = record.take(Array(lines.utf8)) + record.finish()
        return (events, record)
    }

    @Test func claudeTellsWhatItDoes() {
        let (events, record) = read(
            .claude,
            """
            {"type":"system","subtype":"init","session_id":"s-1","tools":["Bash"],"model":"m"}
            {"type":"assistant","message":{"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"I look."}]}}
            {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"a.swift"}}]}}
            {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"ok"}]}}
            {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t2","name":"Bash","input":{"command":"make test"}}]}}
            {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t2","is_error":true}]}}
            {"type":"rate_limit_event"}
            {"type":"something_new","x":[1,{"y":null}]}
            {"type":"control_request","request_id":"1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"rm -r x"}}}
            {"type":"result","subtype":"success","is_error":false,"result":"Done.","session_id":"s-1","total_cost_usd":0.25,"usage":{"input_tokens":10,"output_tokens":4},"permission_denials":[{"tool_name":"Bash","tool_input":{"command":"rm -r x"}}]}

            """
        )
        #expect(
            events == [
                .started(session: "s-1"), .text("I look."),
                .toolCall(id: "t1", kind: "edit", title: "Edit: a.swift"), .fileChange(path: "a.swift", .changed),
                .toolResult(id: "t1", .succeeded), .toolCall(id: "t2", kind: "execute", title: "Bash: make test"),
                .toolResult(id: "t2", .failed), .permissionAsk("Bash: rm -r x"), .permissionAsk("Bash: rm -r x"),
                .usage(.init(inputTokens: 10, outputTokens: 4, cost: 0.25)),
            ]
        )
        #expect(record.session == "s-1")
        #expect(record.toolCalls == 2)
        #expect(record.asks == ["Bash: rm -r x"])
        #expect(record.usage.cost == 0.25)
        #expect(record.failure == nil)
    }

    @Test(arguments: [
        (
            #"{"type":"result","subtype":"success","is_error":true,"result":"API Error: 529 overloaded"}"#,
            "it says that it failed: API Error: 529 overloaded"
        ),
        (
            #"{"type":"result","subtype":"success","is_error":true,"api_error_status":429}"#,
            "it says that it failed: the service answered 429"
        ),
        (
            #"{"type":"result","subtype":"error_max_turns","is_error":false}"#,
            "it says that it failed: error_max_turns"
        ),
        (
            #"{"type":"result","subtype":"error_during_execution","errors":["a","b"]}"#,
            "it says that it failed: error_during_execution: a; b"
        ),
        (#"{"type":"assistant","message":{"content":[]}}"#, "it ended without saying how"),
        (#"{"type":"result","subtype":"succ"#, "it ended without saying how"),
        ("", "it ended without saying how"), ("Done!", "it ended without saying how"),
    ])
    func claudeFailsAlsoWhereItSaysSuccess(line: String, failure: String) {
        #expect(read(.claude, line).record.failure == failure)
    }

    @Test func codexTellsWhatItDoes() {
        let (events, record) = read(
            .codex,
            """
            {"type":"thread.started","thread_id":"th"}
            {"type":"turn.started"}
            {"type":"item.started","item":{"id":"i0","type":"command_execution","command":"ls","status":"in_progress"}}
            {"type":"item.completed","item":{"id":"i0","type":"command_execution","command":"ls","exit_code":0,"status":"completed"}}
            {"type":"item.completed","item":{"id":"i1","type":"file_change","changes":[{"path":"a","kind":"add"},{"path":"b","kind":"delete"}],"status":"completed"}}
            {"type":"item.completed","item":{"id":"i2","type":"command_execution","command":"rm x","status":"declined"}}
            {"type":"item.plan.delta","delta":"…"}
            {"type":"error","message":"Reconnecting... 1/5"}
            {"type":"item.completed","item":{"id":"i3","type":"agent_message","text":"Done."}}
            {"type":"turn.completed","usage":{"input_tokens":7,"cached_input_tokens":3,"output_tokens":2}}
            """
        )
        #expect(
            events == [
                .started(session: "th"), .toolCall(id: "i0", kind: "execute", title: "ls"),
                .toolResult(id: "i0", .succeeded), .fileChange(path: "a", .added), .fileChange(path: "b", .deleted),
                .toolCall(id: "i1", kind: "edit", title: "a, b"), .toolResult(id: "i1", .succeeded),
                .toolCall(id: "i2", kind: "execute", title: "rm x"), .permissionAsk("rm x"),
                .toolResult(id: "i2", .failed), .text("Reconnecting... 1/5"), .text("Done."),
                .usage(.init(inputTokens: 7, outputTokens: 2)),
            ]
        )
        #expect(record.toolCalls == 3)
        #expect(record.failure == nil)
        #expect(record.ending?.words == "Done.")
    }

    @Test func aTurnOfCodexThatFailedIsAFailure() {
        let lines = """
            {"type":"turn.completed"}
            {"type":"turn.failed","error":{"message":"usage limit"}}
            """
        #expect(read(.codex, lines).record.failure == "it says that it failed: usage limit")
        #expect(read(.codex, #"{"type":"error","message":"lost"}"#).record.failure == "it ended without saying how")
    }

    @Test func geminiTellsWhatItDoes() {
        let (events, record) = read(
            .gemini,
            """
            {"type":"init","timestamp":"t","session_id":"g","model":"m"}
            {"type":"message","role":"user","content":"the task"}
            {"type":"message","role":"assistant","content":"I ","delta":true}
            {"type":"message","role":"assistant","content":"write.","delta":true}
            {"type":"tool_use","tool_name":"write_file","tool_id":"1","parameters":{"file_path":"n.txt","content":"x"}}
            {"type":"tool_result","tool_id":"1","status":"success","output":""}
            {"type":"error","severity":"warning","message":"slow"}
            {"type":"result","status":"success","stats":{"total_tokens":9,"input_tokens":6,"output_tokens":3}}
            """
        )
        #expect(
            events == [
                .started(session: "g"), .text("I "), .text("write."),
                .toolCall(id: "1", kind: "edit", title: "write_file: n.txt"), .fileChange(path: "n.txt", .added),
                .toolResult(id: "1", .succeeded), .text("slow"), .usage(.init(inputTokens: 6, outputTokens: 3)),
            ]
        )
        #expect(record.failure == nil)
        #expect(record.ending?.words == "I write.")
        let failed = #"{"type":"result","status":"error","error":{"type":"x","message":"no quota"}}"#
        #expect(read(.gemini, failed).record.failure == "it says that it failed: no quota")
    }

    @Test func plainTextHasNoEnd() {
        let (events, record) = read(.plain, "Applied edit to a.py\n\nTokens: 5k sent\n")
        #expect(events == [.text("Applied edit to a.py"), .text("Tokens: 5k sent")])
        #expect(record.failure == nil)
    }

    /// However the bytes are cut, the same is read.
    @Test(arguments: [1, 2, 3, 7, 64, 4_096])
    func howItArrivesDoesNotMatter(size: Int) {
        let text = """
            {"type":"thread.started","thread_id":"ü€😀"}\r
            {"type":"item.completed","item":{"id":"1","type":"agent_message","text":"ä"}}

            {"type":"turn.completed"}
            """
        let bytes = Array(text.utf8)
        var record = CoderRecord(.codex)
        var events: [AgentEvent] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += record.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        events += record.finish()
        #expect(
            events.filter { $0 != .heartbeat } == [.started(session: "ü€😀"), .text("ä"), .usage(.init())]
        )
        #expect(record.failure == nil)
    }

    @Test func linesOfMegabytesAreRead() {
        let long = String(repeating: "x", count: 3 << 20)
        let line = #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":""#
        let (events, record) = read(.claude, "\(line)\(long)\"}]}}\n" + #"{"type":"result","subtype":"success"}"#)
        #expect(events.first == .toolResult(id: "t", .succeeded))
        #expect(record.failure == nil)
    }

    @Test func aLineWithoutEndIsGivenUp() {
        var cutter = LineCutter()
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 0...(LineCutter.longestLine >> 20) { #expect(cutter.lines(after: piece) == []) }
        #expect(cutter.lines(after: Array("\nnext\n".utf8)) == [Array("next".utf8)])
        #expect(cutter.finish() == nil)
    }

    @Test func bytesThatAreNoTextAreRepaired() {
        var record = CoderRecord(.gemini)
        let words = Array(#"{"type":"message","role":"assistant","content":"a@b"}"#.utf8)
        let bytes = words.flatMap { $0 == UInt8(ascii: "@") ? [0xff, 0xc3] : [$0] }
        #expect(record.take(bytes + [0x0a]) == [.text("a\u{FFFD}\u{FFFD}b")])
        #expect(record.take([0xff, 0xfe, 0x0a, 0x7b, 0x0a]) == [.heartbeat])
    }

    @Test(arguments: CoderProfile.Format.allCases)
    func nothingThatIsReadDoesHarm(format: CoderProfile.Format) {
        let deep = String(repeating: "[", count: 100_000)
        let lines = [
            #"{"type":5}"#, #"{"type":"result"}"#, #"{"type":"assistant","message":7}"#, "{", "null", "[]", "{}",
            #"{"type":"item.completed","item":[]}"#, #"{"type":"turn.completed","usage":"x"}"#,
            #"{"type":"result","usage":{"input_tokens":1e300}}"#,
            #"{"type":"assistant","message":{"content":\#(deep)}}"#,
        ]
        let (events, record) = read(format, lines.joined(separator: "\n"))
        #expect(!events.isEmpty)
        #expect(record.session == nil)
    }
}
