/*
 * The revoke exchange of the permission gate under total store order: one writer W with a grant, one target T that
 * takes it away. Stores wait in a first-in-first-out buffer per processor; a load looks into the own buffer first; a
 * full fence waits until the own buffer is empty. Memory moves one store at a time, at any moment.
 *
 *   spin -a revoke.pml && gcc -O2 -o pan pan.c && ./pan
 *   -DNO_WRITER_FENCE, -DNO_TARGET_FENCE   leave out one half: each must fail
 *
 * Properties: a write reported as success is in the sealed copy (C1, C3), so are those before it (C4), and what is
 * taken for an entry is whole (C5). An entry is two payload words; WORDS of W's values: index + 1.
 */
#define ENTRIES 2

/* memory locations */
#define PERM 0                  /* ControlLayout.PERMISSION: 1 granted, 0 revoked */
#define END 1                   /* RingLayout.WRITTEN_END */
#define CW(i) (2 + 3 * (i))     /* RingLayout.COMMIT_WORD of slot i */
#define A(i) (3 + 3 * (i))      /* two words of the image of slot i */
#define B(i) (4 + 3 * (i))
#define CELLS 8

#define W 0
#define T 1
#define DEPTH 8                 /* 2 entries of 4 stores: W's buffer never has to be forced */

byte mem[CELLS];
typedef Buffer { byte cell[DEPTH]; byte val[DEPTH]; byte count };
Buffer buf[2];

bool success[ENTRIES];          /* ghost: reported to the leader */
bool sealed[ENTRIES];           /* ghost: in T's inheritance */
bool handedOver;

inline store(p, c, v) {
    atomic {
        buf[p].count < DEPTH;
        buf[p].cell[buf[p].count] = c;
        buf[p].val[buf[p].count] = v;
        buf[p].count++
    }
}

/* The own latest store to the cell, else memory. */
inline load(p, c, v) {
    d_step {
        v = mem[c];
        k[p] = 0;
        do
        :: k[p] < buf[p].count ->
            if
            :: buf[p].cell[k[p]] == c -> v = buf[p].val[k[p]]
            :: else
            fi;
            k[p]++
        :: else -> break
        od;
        k[p] = 0
    }
}
byte k[2];

inline fence(p) { buf[p].count == 0 }

/* One store of a processor becomes visible: the oldest. */
proctype Drain(byte p) {
    byte j;
end:
    do
    :: d_step {
        buf[p].count > 0 ->
            mem[buf[p].cell[0]] = buf[p].val[0];
            j = 1;
            do
            :: j < buf[p].count ->
                buf[p].cell[j - 1] = buf[p].cell[j];
                buf[p].val[j - 1] = buf[p].val[j];
                j++
            :: else -> break
            od;
            buf[p].count--;
            buf[p].cell[buf[p].count] = 0;
            buf[p].val[buf[p].count] = 0;
            j = 0
       }
    od
}

proctype Writer() {
    byte i, seen, posted;
    do
    :: i < ENTRIES ->
        /* RingChannel.post: putPlain(WRITTEN_END), then the image, then putRelease(COMMIT_WORD). W2, W3 */
        store(W, END, i + 1);
        store(W, A(i), i + 1);
        store(W, B(i), i + 1);
        store(W, CW(i), i + 1);
        posted = i + 1;
        if
        :: true                 /* a batch may have both entries under one fence */
        :: true ->
            /* MemoryFabric.flush: memory.fullFence(). W4 */
#ifndef NO_WRITER_FENCE
            fence(W);
#endif
            /* RingChannel.poll: getOpaque(PERMISSION) == grant, then completedEnd = postedEnd. W5 */
            load(W, PERM, seen);
            if
            :: seen == 1 -> atomic { success[0] = (posted > 0); success[1] = (posted > 1) }
            :: else -> break    /* the channel has failed and stays so */
            fi
        fi;
        i++
    :: else -> break
    od
}

proctype Target() {
    byte i, end, cw, a, b, again;
    /* PermissionGate.revoke: putRelease(PERMISSION, revoked), fullFence. T1, T2 */
    store(T, PERM, 0);
#ifndef NO_TARGET_FENCE
    fence(T);
#endif
    /* PermissionGate.inherit: how far has the holder begun to write? T3 */
    load(T, END, end);
    do
    :: i < end ->
        /* SlotReader.read: commit word, then the bytes; readCanonical: commit word once more */
        load(T, CW(i), cw);
        if
        :: cw == i + 1 ->
            load(T, A(i), a);
            load(T, B(i), b);
            assert(a == cw && b == cw);         /* C5: never torn */
            load(T, CW(i), again);
            if
            :: again == cw -> sealed[i] = true
            :: else
            fi
        :: else
        fi;
        cw = 0; a = 0; b = 0; again = 0;
        i++
    :: else -> break
    od;
    /* PermissionGate.grant: describe, putRelease(PERMISSION, next), putRelease(GRANT_ACKNOWLEDGED). T5, T6.
       The next grant has another ring, so nothing more happens to this one. */
    handedOver = true
}

/* C1, C3, C4: whatever was or ever will be reported as success is in what was handed over. */
#define LOST (handedOver && ((success[0] && !sealed[0]) || (success[1] && !sealed[1])))

active proctype Monitor() {
end:
    atomic { LOST -> assert(!LOST) }
}

init {
    atomic {
        mem[PERM] = 1;
        run Drain(W);
        run Drain(T);
        run Writer();
        run Target()
    }
}
