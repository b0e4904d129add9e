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
        var resumed: [Transfer] = []
        var isRunning = false
        var isStopped = false
    }

    /// What the thread works on.
    private struct Work {
        var waiting: [Transfer] = []
        var active: [EasyHandle] = []
    }

    private let state = Mutex(State())
    private let multi: UnsafeMutableRawPointer?
    private let mostAtOnce: Int

    init(mostAtOnce: Int) {
        self.mostAtOnce = max(1, mostAtOnce)
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
        guard let isFirst else { return transfer.end(aborted(transfer)) }
        guard isFirst else { return }
        // A serial queue's work has a thread to itself for as long as it takes.
        DispatchQueue(label: "behest.http").async { self.run() }
    }

    /// Lets a transfer go on: there is room again for the answer, or more to send.
    func resume(_ transfer: Transfer) {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.resumed.append(transfer)
            wake()
        }
    }

    /// Ends a transfer whose answer is not wanted any more.
    func cancel(_ transfer: Transfer) {
        guard transfer.cancel() else { return }
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

    private func aborted(_ transfer: Transfer) -> TransportError {
        TransportError(.init(CURLE_ABORTED_BY_CALLBACK), on: transfer.request.address)
    }

    // MARK: - On the thread

    private func run() {
        var work = Work()
        while let (added, resumed) = takeNews() {
            work.waiting += added
            endUnwanted(&work)
            for handle in work.active where resumed.contains(where: { $0 === handle.transfer }) { handle.resume() }
            while work.active.count < mostAtOnce, !work.waiting.isEmpty { begin(work.waiting.removeFirst(), &work) }
            var count: Int32 = 0
            _ = unsafe curl_multi_perform(multi, &count)
            for handle in work.active { handle.goOnAfterRefusal() }
            finish(&work)
            if work.active.count < mostAtOnce, !work.waiting.isEmpty { continue }
            // With nothing on its way it sleeps until it is woken; libcurl shortens the wait for its own timers.
            _ = unsafe curl_multi_poll(multi, nil, 0, untilNextLook(work), nil)
        }
        for handle in work.active {
            _ = handle.transfer.cancel()
            end(handle, nil, &work)
        }
        // What came in after the last look is not left waiting.
        for transfer in work.waiting + state.withLock({ $0.added }) { transfer.end(aborted(transfer)) }
    }

    /// The transfers that are new, and those that may go on; `nil` when it is time to stop.
    private func takeNews() -> (added: [Transfer], resumed: [Transfer])? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            defer { (state.added, state.resumed) = ([], []) }
            return (state.added, state.resumed)
        }
    }

    private func begin(_ transfer: Transfer, _ work: inout Work) {
        guard let handle = EasyHandle(transfer), unsafe curl_multi_add_handle(multi, handle.pointer) == CURLM_OK else {
            return transfer.end(TransportError(.init(CURLE_OUT_OF_MEMORY), on: transfer.request.address))
        }
        work.active.append(handle)
    }

    /// Ends what is not wanted any more, and what has taken too long.
    private func endUnwanted(_ work: inout Work) {
        work.waiting.removeAll { transfer in
            // It is asked once, so that none goes without its end.
            guard transfer.isCancelled else { return false }
            transfer.end(nil)
            return true
        }
        let now = ContinuousClock.now
        for handle in work.active {
            if handle.transfer.isCancelled {
                end(handle, nil, &work)
            } else if let limit = handle.overrun(at: now) {
                end(handle, TransportError(limit, of: handle.transfer.request), &work)
            }
        }
    }

    /// Ends the transfers that libcurl is done with.
    private func finish(_ work: inout Work) {
        var rest: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &rest) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let (pointer, code) = unsafe (message.pointee.easy_handle, message.pointee.data.result)
            guard let handle = work.active.first(where: { unsafe $0.pointer == pointer }) else { continue }
            end(handle, handle.error(of: .init(code)), &work)
        }
    }

    private func end(_ handle: EasyHandle, _ error: TransportError?, _ work: inout Work) {
        unsafe curl_multi_remove_handle(multi, handle.pointer)
        work.active.removeAll { $0 === handle }
        handle.transfer.end(error)
    }

    /// How long it may sleep, in milliseconds.
    private func untilNextLook(_ work: Work) -> Int32 {
        let now = ContinuousClock.now
        guard let next = work.active.map({ $0.nextLook(after: now) }).min() else { return 60_000 }
        return Int32(max(0, ((next - now) / .milliseconds(1)).rounded(.up)))
    }
}
