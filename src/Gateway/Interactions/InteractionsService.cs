using Customer360.Contracts.V1;

namespace Customer360.Gateway.Interactions;

/// <summary>The life of a conversation. Answers UNIMPLEMENTED so far.</summary>
internal sealed class InteractionsService : InteractionService.InteractionServiceBase;
