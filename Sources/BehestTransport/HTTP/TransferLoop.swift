internal import CCurl
internal import Dispatch
internal import Synchronization

/// Drives all transfers of a client on one thread of its own.
///
/// `@unchecked Sendable`: the multi handle is set once. Only ``run()``, which runs on the one thread, uses it, but for
/// `curl_multi_wakeup`, which may be called from any thread; that is done with the lock held and never after
/// ``State/isStopped`` has been set, and the handle is freed only after that.
@safe final class TransferLoop: @unchecked Sendable {
    private struct State {
        var added: [Transfer] = []
        var isRunning = false
        var isStopped = false
    }

    private let state = Mutex(State())
    private let multi: UnsafeMutableRawPointer?

    init() {
        Self.prepareLibrary
        unsafe multi = unsafe curl_multi_init()
    }

    deinit {
        // The thread holds the loop while it runs, so that it is over, or never began.
        unsafe curl_multi_cleanup(multi)
    }

    /// Once for the process, before any other call of libcurl.
    private static let prepareLibrary: Void = { _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

    /// Begins a transfer.
    func add(_ transfer: Transfer) {
        let isFirst = state.withLock { state -> Bool? in
            guard !state.isStopped else { return nil }
            state.added.append(transfer)
            defer { state.isRunning = true }
            wake()
            return !state.isRunning
        }
        guard let isFirst else { return transfer.end(.init(CURLE_ABORTED_BY_CALLBACK), status: 0) }
        guard isFirst else { return }
        // A serial queue's work has a thread to itself for as long as it takes.
        DispatchQueue(label: "behest.http").async { self.run() }
    }

    /// Ends a transfer whose answer is not wanted any more.
    func cancel(_ transfer: Transfer) {
        transfer.cancel()
        state.withLock { state in
            if !state.isStopped { wake() }
        }
    }

    /// Ends the thread, and whatever is still on its way.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            wake()
            state.isStopped = true
        }
    }

    private func wake() {
        _ = unsafe curl_multi_wakeup(multi)
    }

    // MARK: - On the thread

    private func run() {
        var active: [EasyHandle] = []
        while let added = takeAdded() {
            for transfer in added { begin(transfer, &active) }
            for handle in active where handle.transfer.isCancelled { end(handle, .init(CURLE_OK), &active) }
            var count: Int32 = 0
            _ = unsafe curl_multi_perform(multi, &count)
            finish(&active)
            // With nothing on its way it sleeps until it is woken; libcurl shortens the wait for its own timers.
            _ = unsafe curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        for handle in active {
            handle.transfer.cancel()
            end(handle, .init(CURLE_OK), &active)
        }
        // What came in after the last look is not left waiting.
        for transfer in state.withLock({ $0.added }) { transfer.end(.init(CURLE_ABORTED_BY_CALLBACK), status: 0) }
    }

    /// The transfers that are new; `nil` when it is time to stop.
    private func takeAdded() -> [Transfer]? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            defer { state.added = [] }
            return state.added
        }
    }

    private func begin(_ transfer: Transfer, _ active: inout [EasyHandle]) {
        guard let handle = EasyHandle(transfer), unsafe curl_multi_add_handle(multi, handle.pointer) == CURLM_OK else {
            return transfer.end(.init(CURLE_OUT_OF_MEMORY), status: 0)
        }
        active.append(handle)
    }

    /// Ends the transfers that libcurl is done with.
    private func finish(_ active: inout [EasyHandle]) {
        var rest: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &rest) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let (pointer, code) = unsafe (message.pointee.easy_handle, message.pointee.data.result)
            guard let handle = active.first(where: { unsafe $0.pointer == pointer }) else { continue }
            end(handle, .init(code), &active)
        }
    }

    private func end(_ handle: EasyHandle, _ code: TransportError.Code, _ active: inout [EasyHandle]) {
        let status = handle.status
        unsafe curl_multi_remove_handle(multi, handle.pointer)
        active.removeAll { $0 === handle }
        handle.transfer.end(code, status: status)
    }
}
