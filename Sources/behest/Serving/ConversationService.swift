internal import BehestAudio
internal import BehestPipeline
internal import BehestWorkflow
internal import Logging
internal import ServiceLifecycle

/// Does what is ordered in a conversation, and lets its questions expire.
struct ConversationService: Service {
    let live: LiveConversation
    let view: ServiceView

    /// Runs until what was ordered is done after it is to end; what is being dictated stays a draft.
    func run() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await live.work { view.show($0) }
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                await live.conversation.finish(awaitingText: false)
                return false
            }
            while let isDone = try await group.next(), !isDone {}
            group.cancelAll()
        }
    }
}

/// Takes packs over as they change.
struct PackService: Service {
    let live: LiveConversation

    func run() async throws {
        try await untilShutdown { await live.followPacks() }
    }
}

/// Carries out what was recorded for later, and what processes that died have left over.
struct AttendingService: Service {
    let dispatcher: Dispatcher
    let view: ServiceView

    func run() async throws {
        try await untilShutdown {
            try await dispatcher.attend(until: .cancelled, warning: { view.log.logger.warning("\($0)") }) {
                view.show(.ended($0))
            }
        }
    }
}

/// Takes the keys that are pressed on notifications.
struct KeyService: Service {
    let live: LiveConversation
    let keys: AsyncStream<DialogueEvent.Key>

    func run() async throws {
        // It ends with the others, not when no key can come any more.
        try await untilShutdown {
            try await live.take(keys)
            try await gracefulShutdown()
        }
    }
}

/// Tries again what no endpoint could hear.
struct RecoveryService: Service {
    let live: LiveConversation
    let view: ServiceView

    func run() async throws {
        try await untilShutdown {
            try await live.recover { view.show($0) }
            try await gracefulShutdown()
        }
    }
}

/// Serves other programs; what ends it in the end is no error.
struct ServerService: Service {
    let server: any Service

    init(_ server: any Service) {
        self.server = server
    }

    func run() async throws {
        do {
            try await server.run()
        } catch is CancellationError {
            guard Task.isShuttingDownGracefully else { throw CancellationError() }
        }
    }
}

/// Listens.
struct ListeningService: Service {
    let live: LiveConversation
    let source: any LiveSource
    let view: ServiceView

    func run() async throws {
        try await untilShutdown { try await live.listen(to: source) { view.show($0) } }
    }
}

/// Tells the service manager when all is ready, and when it ends.
struct ReadinessService: Service {
    /// What has to be loaded first; `nil` for nothing.
    let live: LiveConversation?
    let manager: ServiceManager

    func run() async throws {
        try await untilShutdown {
            try await live?.prepare()
            manager.tell("READY=1")
            try await gracefulShutdown()
        }
        manager.tell("STOPPING=1")
    }
}

/// Does some work until it ends or the services are to shut down, which ends it at once and is no error.
func untilShutdown(_ work: @Sendable @escaping () async throws -> Void) async throws {
    do {
        try await cancelWhenGracefulShutdown(work)
    } catch is CancellationError {
        guard Task.isShuttingDownGracefully else { throw CancellationError() }
    }
}
