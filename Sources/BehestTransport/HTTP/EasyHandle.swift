internal import CCurl

/// libcurl's side of one transfer: its settings, and the memory that they point to.
///
/// It lives on the loop's thread alone and must have left the multi handle before it is let go.
@safe final class EasyHandle {
    let transfer: Transfer
    let pointer: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Sets up a transfer; `nil` when there is no memory left for it.
    init?(_ transfer: Transfer) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = unsafe pointer
        self.transfer = transfer
        for line in transfer.headerLines {
            guard let longer = unsafe curl_slist_append(headers, line) else { break }
            unsafe headers = unsafe longer
        }
        configure(transfer.request)
        unsafe behest_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, headers)
        connect()
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headers)
    }

    /// The status of the answer so far.
    var status: Int {
        var status = 0
        _ = unsafe behest_curl_get_long(pointer, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private func configure(_ request: HTTPRequest) {
        set(CURLOPT_URL, request.address.text)
        set(CURLOPT_TIMEOUT_MS, request.timeout.milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectionTimeout.milliseconds)
        set(CURLOPT_FOLLOWLOCATION, request.mostRedirects > 0 ? 1 : 0)
        set(CURLOPT_MAXREDIRS, request.mostRedirects)
        // What began encrypted does not go on in the open.
        let schemes = request.address.isEncrypted ? "https" : "http,https"
        set(CURLOPT_PROTOCOLS_STR, schemes)
        set(CURLOPT_REDIR_PROTOCOLS_STR, schemes)
        set(CURLOPT_USERAGENT, "behest")
        // Every encoding that libcurl can undo; the bound on the answer is that of what it unfolds to.
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_NOSIGNAL, 1)
        if let path = request.socketPath {
            set(CURLOPT_UNIX_SOCKET_PATH, path)
            set(CURLOPT_PROXY, "")
        }
        guard request.method == .post else { return }
        set(CURLOPT_POST, 1)
        unsafe behest_curl_set_size(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
        // libcurl copies what it is given here.
        unsafe request.body.withUnsafeBytes { bytes in
            _ = unsafe behest_curl_set_text(
                pointer,
                CURLOPT_COPYPOSTFIELDS,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            )
        }
    }

    /// Lets libcurl hand the answer over.
    ///
    /// The transfer outlives the handle, which holds it.
    private func connect() {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe behest_curl_set_pointer(pointer, CURLOPT_WRITEDATA, context)
        unsafe behest_curl_set_writer(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe EasyHandle.transfer(context) else { return 0 }
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe transfer.take(Array(bytes)) ? size * count : 0
        }
        unsafe behest_curl_set_pointer(pointer, CURLOPT_HEADERDATA, context)
        unsafe behest_curl_set_writer(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe EasyHandle.transfer(context) else { return 0 }
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            unsafe transfer.takeHeader(String(decoding: bytes, as: UTF8.self))
            return size * count
        }
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe behest_curl_set_long(pointer, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        _ = unsafe behest_curl_set_text(pointer, option, value)
    }
}

extension Duration {
    /// In whole milliseconds, at least one: libcurl takes 0 for no bound.
    fileprivate var milliseconds: Int {
        max(1, Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
