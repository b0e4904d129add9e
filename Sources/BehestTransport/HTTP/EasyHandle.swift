internal import CCurl

/// libcurl's side of one transfer: its settings, the memory that they point to, and what it calls back.
///
/// It lives on the loop's thread alone and must have left the multi handle before it is let go.
@safe final class EasyHandle {
    let transfer: Transfer
    let pointer: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let upload: UploadReader
    private var clock: TransferClock
    private var isTooLong = false
    /// Whether the server has answered that it takes no more, before all was sent.
    private var hasStoppedSending = false
    private var isToGoOn = false

    /// Sets up a transfer; `nil` when there is no memory left for it.
    init?(_ transfer: Transfer) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = unsafe pointer
        self.transfer = transfer
        let request = transfer.request
        upload = UploadReader(request.upload ?? HTTPUpload([.bytes(request.body)], contentType: nil))
        clock = TransferClock(request, now: .now)
        for line in transfer.headerLines {
            guard let longer = unsafe curl_slist_append(headers, line) else { break }
            unsafe headers = unsafe longer
        }
        configure(request)
        if request.method != .get { configureUpload(request) }
        if request.method == .get || upload.isDone { clock.bodySent(at: .now) }
        unsafe behest_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, headers)
        connect()
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headers)
    }

    // MARK: - For the loop

    /// Lets what was paused go on.
    func resume() {
        // It pauses itself again where there is still no room, or nothing to send.
        _ = unsafe curl_easy_pause(pointer, CURLPAUSE_CONT)
    }

    /// Lets sending end that was paused when the server refused the rest: libcurl waits for more of the body all the same.
    func goOnAfterRefusal() {
        guard isToGoOn else { return }
        isToGoOn = false
        resume()
    }

    /// What has taken too long, if anything has.
    func overrun(at now: ContinuousClock.Instant) -> TransferClock.Limit? {
        let growing = transfer.request.upload?.growing ?? []
        return clock.overrun(
            at: now,
            waitingSince: growing.compactMap(\.waitingSince).min(),
            pausedSince: growing.compactMap(\.pausedSince).min()
        )
    }

    /// The next time to look whether something takes too long.
    func nextLook(after now: ContinuousClock.Instant) -> ContinuousClock.Instant { clock.nextLook(after: now) }

    /// The error of a transfer that is over; `nil` when there is none.
    func error(of code: TransportError.Code) -> TransportError? {
        let address = transfer.request.address
        if isTooLong { return TransportError(.tooLong, on: address) }
        if upload.hasFailed {
            return TransportError(
                .unreadableFile,
                "A file that was to be sent to '\(address)' could not be read to its end. Check that nobody changes it."
            )
        }
        guard code != TransportError.Code(CURLE_OK) else { return nil }
        // A server that refuses before it has read all may close the connection, which shows first where something is still sent.
        let isBroken = code == .sendingFailed || code == .receivingFailed
        if hasStoppedSending, isBroken, transfer.hasHead { return nil }
        // The other bounds in time are the loop's.
        if code == .timedOut { return TransportError(.connection, of: transfer.request) }
        return TransportError(code, on: address)
    }

    // MARK: - Settings

    private func configure(_ request: HTTPRequest) {
        set(CURLOPT_URL, request.address.text)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectionTimeout.milliseconds)
        set(CURLOPT_FOLLOWLOCATION, request.followsRedirects ? 1 : 0)
        set(CURLOPT_MAXREDIRS, request.mostRedirects)
        // What began encrypted does not go on in the open.
        let schemes = request.address.isEncrypted ? "https" : "http,https"
        set(CURLOPT_PROTOCOLS_STR, schemes)
        set(CURLOPT_REDIR_PROTOCOLS_STR, schemes)
        set(CURLOPT_USERAGENT, "behest")
        if request.isSentOnce { set(CURLOPT_FRESH_CONNECT, 1) }
        // Every encoding that libcurl can undo; the bound on the answer is that of what it unfolds to.
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_NOSIGNAL, 1)
        // What a proxy says before the server does is no part of the answer.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // A transfer that is given up does not wait, with all others, for a name server: the thread that asks it is left to itself.
        set(CURLOPT_QUICK_EXIT, 1)
        if let path = request.authorities { set(CURLOPT_CAINFO, path) }
        if let path = request.socketPath {
            set(CURLOPT_UNIX_SOCKET_PATH, path)
            set(CURLOPT_PROXY, "")
        }
    }

    private func configureUpload(_ request: HTTPRequest) {
        set(CURLOPT_POST, 1)
        if request.method != .post { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        // Without a length it is sent in chunks.
        let length = request.upload.map { $0.length ?? -1 } ?? request.body.count
        _ = unsafe behest_curl_set_size(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length))
    }

    /// Lets libcurl take the body and hand the answer over.
    private func connect() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe behest_curl_set_pointer(pointer, CURLOPT_WRITEDATA, context)
        unsafe behest_curl_set_callback(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe EasyHandle.handle(context)?.take(Array(bytes)) ?? 0
        }
        unsafe behest_curl_set_pointer(pointer, CURLOPT_HEADERDATA, context)
        unsafe behest_curl_set_callback(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            unsafe EasyHandle.handle(context)?.takeHeader(String(decoding: bytes, as: UTF8.self))
            return size * count
        }
        unsafe behest_curl_set_pointer(pointer, CURLOPT_READDATA, context)
        unsafe behest_curl_set_callback(pointer, CURLOPT_READFUNCTION) { buffer, size, count, context in
            let buffer = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
            return unsafe EasyHandle.handle(context)?.give(into: buffer) ?? Int(CURL_READFUNC_ABORT)
        }
        unsafe behest_curl_set_pointer(pointer, CURLOPT_SEEKDATA, context)
        unsafe behest_curl_set_seeker(pointer) { context, offset, origin in
            let isBeginning = offset == 0 && origin == SEEK_SET
            let isBack = unsafe isBeginning && EasyHandle.handle(context)?.upload.rewind() == true
            return isBack ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
        }
    }

    private static func handle(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
        unsafe context.map { unsafe Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe behest_curl_set_long(pointer, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        _ = unsafe behest_curl_set_text(pointer, option, value)
    }

    // MARK: - Called back

    private func take(_ bytes: [UInt8]) -> Int {
        switch transfer.take(bytes) {
        case .taken: return transfer.isCancelled ? 0 : bytes.count
        case .full: return Int(CURL_WRITEFUNC_PAUSE)
        case .tooLong:
            isTooLong = true
            return 0
        }
    }

    private func takeHeader(_ line: String) {
        let kind = transfer.takeHeader(line, isEarly: !upload.isDone)
        guard kind != .preliminary else { return }
        clock.answerBegan()
        guard kind == .refusal, !upload.isDone, !(transfer.request.upload?.growing ?? []).isEmpty else { return }
        upload.stop()
        clock.bodySent(at: .now)
        (hasStoppedSending, isToGoOn) = (true, true)
    }

    private func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        switch unsafe upload.read(into: buffer) {
        case .bytes(let count):
            if upload.isDone { clock.bodySent(at: .now) }
            return count
        case .later: return Int(CURL_READFUNC_PAUSE)
        case .failed: return Int(CURL_READFUNC_ABORT)
        }
    }
}

extension Duration {
    /// In whole milliseconds, at least one: libcurl takes 0 for no bound.
    fileprivate var milliseconds: Int {
        max(1, Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
