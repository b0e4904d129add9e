internal import BehestPipeline
internal import FoundationEssentials
internal import Synchronization

/// Shows a conversation on the terminal, and takes the keys that are pressed there.
///
/// What has happened is written in lines that stay; how it is now stands below them, and is redrawn.
final class ListenView: Answers {
    /// It is redrawn at most so often, and only when it has changed.
    private static let interval = Duration.milliseconds(66)

    private let printer: ConversationPrinter
    private let terminal: TerminalHandle?
    private let painter: LivePainter?
    private let style: Style
    private let block: Mutex<ListenBlock>
    private let wakening: Wakening
    private let talkKey = Mutex(TalkKey())
    private let muteKey = Mutex(TalkKey())
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - printer: writes what has happened.
    ///   - manner: what the person wants and the terminal can do.
    ///   - environment: the program's environment.
    ///   - examples: sentences for whoever knows none.
    ///   - wakening: decides when to listen, and is told by keys.
    init(
        _ printer: ConversationPrinter,
        manner: ListenManner,
        environment: [String: String],
        examples: [String],
        wakening: Wakening
    ) {
        self.wakening = wakening
        self.printer = printer
        terminal = manner.takesKeys ? TerminalHandle(manners: TerminalHandle.Manners(hidesCursor: manner.isLive)) : nil
        painter = manner.isLive && terminal != nil ? LivePainter(environment: environment) : nil
        style = Style(isTerminal: StandardOutput.isTerminal, environment: environment)
        var block = ListenBlock(at: Date())
        // The shorter, the easier to say for the first time.
        block.examples = examples.filter { $0.contains(" ") }.sorted { $0.count < $1.count }
        block.hasModes = true
        block.attending = wakening.attending
        self.block = Mutex(block)
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Does some work, shows it, and lets keys act meanwhile.
    ///
    /// - Parameters:
    ///   - question: what is asked now.
    ///   - act: does what a key asks for.
    ///   - work: the work; it is cancelled when a key asks for the end.
    /// - Throws: what the work and the keys' acts throw, the terminal being as it was before.
    func during(
        question: @escaping @Sendable () async -> OpenQuestion?,
        act: @escaping @Sendable (ListenKey) async throws -> Void,
        work: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let terminal else { return try await work() }
        let session = TerminalSession(terminal, painter: painter) { [change] in change.yield() }
        defer { session.end() }
        // What goes on winds up in its own time; the terminal is given back at once.
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup { group in
                group.addTask { try await work() }
                group.addTask { try await self.follow(session.keys, act) }
                group.addTask { await self.draw() }
                group.addTask { try await self.tick(question) }
                defer { group.cancelAll() }
                try await group.next()
                session.end()
                group.cancelAll()
                // That the others were cancelled is no news.
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
        } onCancel: {
            session.end()
        }
    }

    /// Lets keys act, until one asks for the end.
    private func follow(
        _ keys: AsyncStream<KeyDecoder.Key>,
        _ act: @escaping @Sendable (ListenKey) async throws -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await key in keys {
                guard let key = ListenKey(key), block.withLock({ $0.takes(key, at: Date()) }) else { continue }
                if key == .end { break }
                if key == .talk {
                    guard talk() else { continue }
                    group.addTask { await self.letGo() }
                    continue
                }
                if key == .mute {
                    mute()
                    continue
                }
                // What is said because of one takes its time, in which another may be pressed.
                group.addTask { try await act(key) }
            }
            group.cancelAll()
        }
    }

    /// Draws what has changed, until it is cancelled.
    private func draw() async {
        guard painter != nil else {
            // Nothing to draw is no reason to end.
            while (try? await Task.sleep(for: .seconds(86_400))) != nil {}
            return
        }
        for await _ in changes {
            let (columns, rows) = StandardOutput.size
            LiveArea.bottom.show(block.withLock { $0.lines(columns: columns, rows: rows, at: Date(), style: style) })
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Draws what changes by time alone, until it is cancelled.
    private func tick(_ question: @Sendable () async -> OpenQuestion?) async throws {
        while true {
            try await Task.sleep(for: .seconds(1))
            // Its time begins anew when it has been spoken, and stands still while it is being answered.
            let isOpen = block.withLock { $0.question != nil }
            if isOpen, let question = await question() { block.withLock { $0.prolong(question) } }
            change.yield()
        }
    }

    /// Takes a press of the key to talk.
    ///
    /// - Returns: whether it may still be down.
    private func talk() -> Bool {
        let isHeld = wakening.control.status.state == .held
        let act = talkKey.withLock { $0.press(isHeld: isHeld, at: .now) }
        switch act {
        case .begin: wakening.control.take(.press)
        case .end: wakening.control.take(.release)
        case .wait: return true
        }
        update { _, _ in }
        return false
    }

    /// Ends what is said when the key to talk repeats itself no longer.
    private func letGo() async {
        do { try await Task.sleep(for: TalkKey.gap) } catch { return }
        guard talkKey.withLock({ $0.isLetGo(at: .now) }) else { return }
        wakening.control.take(.release)
        update { _, _ in }
    }

    private func mute() {
        guard !muteKey.withLock({ $0.isRepeat(at: .now) }) else { return }
        wakening.control.take(wakening.control.status.state == .muted ? .unmute : .mute)
        update { _, _ in }
    }

    private func update(_ body: (inout ListenBlock, Date) -> Void) {
        block.withLock {
            body(&$0, Date())
            $0.attend(wakening.attending)
        }
        change.yield()
    }
}

/// What it is told.
extension ListenView {
    func show(_ event: Listener.Event) {
        update { $0.take(event, at: $1) }
        printer.show(event)
    }

    func show(_ progress: Conversation.Progress) {
        update { $0.take(progress, at: $1) }
        printer.show(progress)
    }

    func say(_ text: String) { printer.say(text) }

    func play(_ earcon: DialogueEffect.Earcon) { printer.play(earcon) }

    func show(_ question: OpenQuestion?) {
        update { $0.show(question, at: $1) }
        printer.show(question)
    }

    func listSentences() { printer.listSentences() }

    func expectDictation(_ isExpected: Bool) { printer.expectDictation(isExpected) }

    /// Explains the keys, and lists what can be said.
    func help() {
        printer.listSentences()
        if terminal != nil { printer.list(block.withLock { $0.keys }) }
    }
}

extension Wakening {
    /// For what it waits, as it is shown.
    fileprivate var attending: ListenBlock.Attending {
        switch control.status.state {
        case .listening: .always
        case .waitingForKey: .onKey
        case .waitingForPhrase: .onPhrase(phrase?.text ?? "")
        case .held: .held
        case .muted: .muted
        }
    }
}
