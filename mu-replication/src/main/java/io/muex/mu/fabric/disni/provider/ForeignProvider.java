package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaProvider;
import com.ibm.disni.verbs.RdmaVerbs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * This provider's entrance. DiSNI always makes its own provider, which wants a native library of its own, unless one is
 * in a private field already: so that is where this one goes, before anything of DiSNI is used.
 */
public final class ForeignProvider extends RdmaProvider {
    /** Set to {@code native}, this system property leaves DiSNI's own provider in its place. */
    public static final String PROPERTY = "muex.disni.provider";

    private static final String VERBS = "libibverbs.so.1";
    private static final String CM = "librdmacm.so.1";
    private static ForeignProvider installed;

    private final Native library;
    private final RdmaVerbs verbs;
    private final RdmaCm cm;

    private ForeignProvider(final Native library) {
        this.library = library;
        this.verbs = new ForeignVerbs(library);
        this.cm = new ForeignCm(library);
    }

    /**
     * Loads the libraries and makes DiSNI use them through this provider. Later calls do nothing.
     *
     * @throws RdmaMissingException if this host lacks a library, or DiSNI is not the version this was written for
     */
    public static synchronized void install() {
        if (installed != null || "native".equals(System.getProperty(PROPERTY))) {
            return;
        }
        final ForeignProvider provider = new ForeignProvider(Native.load(VERBS, CM));
        put(provider);
        installed = provider;
    }

    /** The provider in place, null if it is not this one. */
    static synchronized ForeignProvider installed() {
        return installed;
    }

    /** Puts a provider into DiSNI's private field. */
    static void put(final RdmaProvider provider) {
        try {
            final VarHandle field = MethodHandles.privateLookupIn(RdmaProvider.class, MethodHandles.lookup())
                .findStaticVarHandle(RdmaProvider.class, "provider", RdmaProvider.class);
            field.set(provider);
        } catch (final ReflectiveOperationException changed) {
            throw new RdmaMissingException("DiSNI keeps its provider elsewhere than version 2.1 does", changed);
        }
    }

    Native library() {
        return library;
    }

    @Override
    public RdmaCm openCm() {
        return cm;
    }

    @Override
    public RdmaVerbs openVerbs() {
        return verbs;
    }

    /** DiSNI's provider answers the version of its native half; this is the one whose interface is provided. */
    @Override
    public int getVersion() {
        return 21;
    }
}
