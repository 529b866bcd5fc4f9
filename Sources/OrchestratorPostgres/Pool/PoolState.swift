/// Who serves whom: the decisions of a pool of workers, without their effects.
///
/// A job goes to a worker that is idle, the last to have become so; where there is none, to a new one, as long as there are few enough; else it
/// waits. A worker that has finished takes the job that has waited longest, without being woken.
struct PoolState<Worker: AnyObject, Job: AnyObject> {
    let largest: Int
    private(set) var workers = 0
    private(set) var isClosed = false
    private var idle: [Worker] = []
    private var waiting: [Job] = []
    /// The position of the one that has waited longest.
    private var head = 0

    init(largest: Int) {
        self.largest = largest
    }

    /// What becomes of a job.
    enum Admission {
        case handTo(Worker)
        /// A new worker is to be made for it.
        case employ
        case wait
        case refuse
    }

    /// How many jobs wait.
    var backlog: Int { waiting.count - head }

    /// Takes a job in.
    mutating func admit(_ job: Job) -> Admission {
        if isClosed { return .refuse }
        if let worker = idle.popLast() { return .handTo(worker) }
        if workers < largest {
            workers += 1
            return .employ
        }
        waiting.append(job)
        return .wait
    }

    /// What a worker does next.
    enum Next {
        case work(Job)
        case rest
        case leave
    }

    /// A worker has finished.
    mutating func finished(_ worker: Worker) -> Next {
        if head < waiting.count {
            defer {
                head += 1
                if head == waiting.count { (waiting, head) = ([], 0) }
            }
            return .work(waiting[head])
        }
        if isClosed {
            workers -= 1
            return .leave
        }
        idle.append(worker)
        return .rest
    }

    /// An idle worker wants to leave, because nobody has needed it for long.
    ///
    /// - Returns: Whether it may; otherwise it has been given a job meanwhile.
    mutating func retire(_ worker: Worker) -> Bool {
        guard let index = idle.firstIndex(where: { $0 === worker }) else { return false }
        idle.remove(at: index)
        workers -= 1
        return true
    }

    /// Takes back a job that waits.
    ///
    /// - Returns: Whether it did; otherwise a worker has it.
    mutating func withdraw(_ job: Job) -> Bool {
        guard let index = waiting[head...].firstIndex(where: { $0 === job }) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Takes no more jobs. Those that wait are still done.
    ///
    /// - Returns: The idle workers, which are to leave.
    mutating func close() -> [Worker] {
        isClosed = true
        defer { idle = [] }
        workers -= idle.count
        return idle
    }
}
