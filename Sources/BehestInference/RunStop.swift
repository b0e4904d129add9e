/// Ends runs of models in their middle, from whichever thread: those that go on, and those that begin later.
///
/// ```swift
/// let stop = try runtime.stop()
/// try await withTaskCancellationHandler {
///     try model.run(values, until: stop)
/// } onCancel: {
///     stop.trigger()
/// }
/// ```
public struct RunStop: Sendable {
    let handle: RunOptionsHandle

    /// Ends them: each fails as soon as the step that it is at is done, which takes some milliseconds.
    public func trigger() {
        handle.terminate()
    }
}
