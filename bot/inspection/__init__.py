"""Looking into evidence files safely: content decides the type, in a memory-limited child process.

Ask `bot.inspection.inspector.inspect`; everything else here runs in the child, which imports this
package first: keep it empty.
"""
