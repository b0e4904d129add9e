internal import COnnxRuntime
internal import Glibc

/// ONNX Runtime, opened: its table of functions, its environment and its allocator.
///
/// None of the three is ever released: they belong to the process, as the library does.
///
/// `@unchecked Sendable`: the pointers are set once, and what they point to may be used from any thread at once
/// (onnxruntime_c_api.h: environment and default allocator are thread-safe).
@safe final class RuntimeHandle: @unchecked Sendable {
    let table: OpaquePointer
    let environment: OpaquePointer
    let allocator: OpaquePointer

    /// Opens the library at a path.
    ///
    /// - Throws: ``InferenceError`` with the code `runtimeUnavailable`.
    init(path: String) throws(InferenceError) {
        var message: UnsafeMutablePointer<CChar>?
        guard let table = unsafe ort_open(path, &message) else {
            let reason = unsafe message.map { unsafe String(cString: $0) } ?? "unknown"
            unsafe free(message)
            throw InferenceError(
                .runtimeUnavailable,
                "Could not open ONNX Runtime at '\(path)': \(reason). Run scripts/setup to install it."
            )
        }
        unsafe self.table = unsafe table
        var environment: OpaquePointer?
        var allocator: OpaquePointer?
        do throws(Failure) {
            try unsafe Self.check(ort_create_env(table, Int32(ORT_LOG_FATAL), "behest", &environment), table)
            try unsafe Self.check(ort_default_allocator(table, &allocator), table)
        } catch {
            throw InferenceError(.runtimeUnavailable, "Could not start ONNX Runtime at '\(path)': \(error.reason).")
        }
        guard let environment = unsafe environment, let allocator = unsafe allocator else {
            throw InferenceError(.runtimeUnavailable, "Could not start ONNX Runtime at '\(path)': no reason given.")
        }
        unsafe self.environment = unsafe environment
        unsafe self.allocator = unsafe allocator
    }

    /// The library's version.
    var version: String { unsafe String(cString: ort_version(table)) }

    /// What the library says of a call that failed.
    ///
    /// It is also all that is said: the library's own messages on standard error are switched off.
    struct Failure: Error {
        var reason: String
    }

    /// Throws if a call has failed, and releases the status.
    func check(_ status: OpaquePointer?) throws(Failure) {
        try unsafe Self.check(status, table)
    }

    private static func check(_ status: OpaquePointer?, _ table: OpaquePointer) throws(Failure) {
        guard let status = unsafe status else { return }
        let reason = unsafe String(cString: ort_message(table, status))
        unsafe ort_release_status(table, status)
        throw Failure(reason: reason)
    }
}
