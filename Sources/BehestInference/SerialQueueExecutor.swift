internal import Dispatch

/// Runs the jobs of one actor on a thread of their own, one after the other.
///
/// The cooperative pool has as many threads as there are cores: a model's run or a blocking read there would hold up
/// everything else. An actor that does such work names one of these as its executor.
package final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// Makes an executor; the label is what debuggers show.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Takes a job.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
