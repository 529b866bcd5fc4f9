#ifndef FAULTY_STORAGE_H
#define FAULTY_STORAGE_H

/// Storage that fails on demand, for the program that this is linked into. The functions of the C library that change files are replaced;
/// below the directory FAULT_ROOT they do what the environment asks for:
///
/// FAULT_POWER=N   the power goes at the Nth time that something is to be made durable: what was not durable by then is taken back, and the
///                 process dies. FAULT_SEED=S keeps a part of it, chosen by chance, as a disk does that writes in an order of its own.
/// FAULT_FAIL=KIND:N:ERROR   the Nth call of a kind (write, sync, open, rename) fails with the number ERROR.
/// FAULT_STASH     a directory on the same file system, for what was removed and may have to come back.

/// How many calls of a kind there were: 0 write, 1 sync, 2 open, 3 rename.
long fault_count(int kind);

/// Takes back what is not durable, and ends the process, if FAULT_POWER is set.
void fault_power_loss(void);

#endif
