-- Local mail policy, written by `standto posture install rspamd`. Do not edit: what is held when comes from the window map.
--
-- The rules are always there and weigh nothing. Only a line of the window map whose time is now lets one of them act, so that
-- everything ends by itself when its time is over, whether or not anybody is left to write the map again. A message that would be
-- rejected without us stays rejected; one that would not be is never rejected because of us.
--
-- Window map (replaced by rename): `<setting> <scope> <from> <until> <windows> <value>`, seconds since 1970, `until` excluded;
-- scope `*` or a group; values and words percent-encoded, words joined by commas. `group <id> <address|@host> …` names a group's
-- recipients. The other maps are described where they are read.

local lua_util = require "lua_util"
local rspamd_logger = require "rspamd_logger"
local rspamd_util = require "rspamd_util"

local maps_dir = @MAPS@
local N = 'local_policy'
local ACTIONS = { deliver = 0, tag = 1, hold = 2 }
local DAY = 86400

local windows = { lines = {}, groups = {} }
local ages = {}
local has_ages = false
local domains = {}

-- ---- reading the maps ------------------------------------------------------------------------------------------------------

local function decode(text)
  return (text:gsub('%%(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end))
end

local function words_of(text)
  local words = {}
  for word in text:gmatch('[^,]+') do
    words[#words + 1] = decode(word)
  end
  return words
end

local function each_line(text, use)
  for line in tostring(text):gmatch('[^\r\n]+') do
    if not line:match('^%s*#') and not line:match('^%s*$') then
      use(line)
    end
  end
end

local function parse_windows(text)
  local seen = { lines = {}, groups = {} }
  each_line(text, function(line)
    local id, members = line:match('^group (%S+)%s*(.*)$')
    if id then
      local group = {}
      for member in members:gmatch('%S+') do
        group[member:lower()] = true
      end
      seen.groups[id] = group
      return
    end
    local setting, scope, from, till, names, value = line:match('^(%S+) (%S+) (%d+) (%d+) (%S+) (%S*)$')
    if not setting then
      rspamd_logger.errx(rspamd_config, '%s: line of the window map is not understood: %s', N, line)
      return
    end
    seen.lines[#seen.lines + 1] = {
      setting = setting, scope = scope, from = tonumber(from), till = tonumber(till), windows = names, value = value,
    }
  end)
  return seen
end

local function add_map(name, description, use)
  local map = rspamd_config:add_map({
    type = 'callback',
    url = maps_dir .. '/' .. name,
    description = description,
    callback = use,
  })
  if not map then
    rspamd_logger.errx(rspamd_config, '%s: cannot add map %s', N, name)
  end
end

add_map('local_policy_windows.map', 'local policy: windows', function(text)
  windows = parse_windows(text)
end)

-- `<domain> <seconds since 1970 of its registration>`. Domains that are not in it are of unknown age; while nobody has filled it,
-- with more than the domains of canaries, there is nothing that could be unknown.
local OF_CANARIES = { ['example.org'] = true, ['example.net'] = true }
add_map('local_policy_ages.map', 'local policy: domain ages', function(text)
  local seen, has_more = {}, false
  each_line(text, function(line)
    local domain, registered = line:match('^(%S+)%s+(%d+)')
    if domain then
      seen[domain:lower()] = tonumber(registered)
      has_more = has_more or not OF_CANARIES[domain:lower()]
    end
  end)
  ages, has_ages = seen, has_more
end)

-- `<domain>`: ours and our partners', which lookalikes imitate; compared as they are registered, without host names
add_map('local_policy_domains.map', 'local policy: own and partner domains', function(text)
  local seen = {}
  each_line(text, function(line)
    local domain = line:match('^(%S+)'):lower()
    seen[rspamd_util.get_tld(domain) or domain] = true
  end)
  domains = seen
end)

-- ---- what holds now ----------------------------------------------------------------------------------------------------------

local function host_of(address)
  return address:match('@([^@]+)$')
end

local function is_in(group, address)
  local host = host_of(address)
  return group[address] or (host and group['@' .. host]) or false
end

local function addresses(list)
  local found = {}
  for _, one in ipairs(list or {}) do
    if one.addr and one.addr ~= '' then found[#found + 1] = one.addr:lower() end
  end
  return found
end

-- Settings per scope that concerns one of the recipients, and the live windows.
local function in_force(task, now)
  local recipients = addresses(task:get_recipients('any'))
  local scopes, names = {}, {}
  for _, line in ipairs(windows.lines) do
    if line.from <= now and now < line.till then
      for name in line.windows:gmatch('[^,]+') do names[name] = true end
      local concerns = line.scope == '*'
      if not concerns then
        for _, address in ipairs(recipients) do
          concerns = concerns or is_in(windows.groups[line.scope] or {}, address)
        end
      end
      if concerns then
        scopes[line.scope] = scopes[line.scope] or {}
        scopes[line.scope][line.setting] = line.value
      end
    end
  end
  return scopes, names
end

-- ---- evidence ----------------------------------------------------------------------------------------------------------------

local function is_ours(task)
  if task:get_user() then return true end
  local ip = task:get_from_ip()
  return ip and ip:is_valid() and ip:is_local() or false
end

local function lower(text)
  return tostring(rspamd_util.lower_utf8 and rspamd_util.lower_utf8(text) or text:lower())
end

local function sender_domain(task)
  local from = task:get_from('mime')
  if not from or not from[1] or not from[1].domain or from[1].domain == '' then return nil end
  local domain = from[1].domain:lower()
  return rspamd_util.get_tld(domain) or domain
end

local function linked_domains(task)
  local found = {}
  for _, url in ipairs(task:get_urls({ 'http', 'https', 'ftp' }) or {}) do
    local tld = url:get_tld()
    if tld and tld ~= '' then found[tld:lower()] = true end
  end
  return found
end

local function seen_domains(task)
  local found = linked_domains(task)
  local sender = sender_domain(task)
  if sender then found[sender] = true end
  return found
end

local function is_foreign_reply(task)
  if task:has_symbol('REPLY') then return false end
  if not (task:get_header('In-Reply-To') or task:get_header('References')) then return false end
  return next(linked_domains(task)) ~= nil
end

-- A sender that is none of ours and differs from one of ours by a look-alike letter (written as such, not in punycode) or a single
-- slip. Short names are compared by letters alone: mof and mofa are two ministries.
local function imitated(domain)
  if not domain or domains[domain] then return nil end
  for known in pairs(domains) do
    if rspamd_util.is_utf_spoofed(domain, known) then return known end
    if #known:match('^[^.]*') >= 6 and rspamd_util.levenshtein_distance(domain, known) == 1 then return known end
  end
  return nil
end

local KINDS = {
  iso = 'iso', img = 'iso', udf = 'iso', vhd = 'vhd', vhdx = 'vhd', lnk = 'lnk', url = 'lnk',
  hta = 'hta', html = 'html', htm = 'html', shtml = 'html', xhtml = 'html', js = 'script', jse = 'script', vbs = 'script',
  vbe = 'script', wsf = 'script', docm = 'macro', xlsm = 'macro', pptm = 'macro', one = 'onenote',
}

local function kind_of(name)
  local extension = name and tostring(name):lower():match('%.([%w]+)%s*$')
  return extension and KINDS[extension]
end

local function attached(task)
  local found = {}
  for _, part in ipairs(task:get_parts() or {}) do
    local kind = kind_of(part:get_filename())
    if kind then found[kind] = true end
    local archive = part:is_archive() and part:get_archive()
    if archive then
      if archive:is_encrypted() then found['locked-archive'] = true end
      for _, name in ipairs(archive:get_files() or {}) do
        local inside = kind_of(name)
        if inside then found[inside] = true end
      end
    end
  end
  return found
end

local function lure_in(task, words)
  local subject = task:get_subject()
  if not subject then return nil end
  subject = lower(subject)
  for _, word in ipairs(words) do
    if subject:find(lower(word), 1, true) then return word end
  end
  return nil
end

-- ---- judging -----------------------------------------------------------------------------------------------------------------

-- What one scope's settings make of the message: the strictest action, with a reason for each rule that spoke.
local function judge(task, set, now)
  local action, reasons = 0, {}
  local function add(word, why)
    local rank = ACTIONS[word or 'deliver'] or 0
    if rank > 0 then reasons[why] = true end
    if rank > action then action = rank end
  end

  local young_days = tonumber(set.young_days)
  if young_days then
    for domain in pairs(seen_domains(task)) do
      local registered = ages[domain]
      if domains[domain] then
        -- Ours and our partners' are never young.
      elseif not registered then
        if has_ages then add(set.unknown_age, 'UNKNOWN_AGE') end
      elseif now - registered < young_days * DAY then
        add(set.young_action, 'YOUNG_DOMAIN')
      end
    end
  end
  if set.reply_chain_action and is_foreign_reply(task) then
    add(set.reply_chain_action, 'REPLY_CHAIN')
  end
  local imitates = imitated(sender_domain(task))
  if imitates then
    add(set.lookalike_action, 'LOOKALIKE')
    if set.lure_words and lure_in(task, words_of(set.lure_words)) then
      add('hold', 'LURE')
    end
  end
  if set.hold_attachments then
    local kinds = attached(task)
    for _, kind in ipairs(words_of(set.hold_attachments)) do
      if kinds[kind] then add('hold', 'ATTACHMENT') end
    end
  end
  local limit = tonumber(set.hold_score)
  if limit then
    local score = task:get_metric_score()
    if score and score[1] >= limit then add('hold', 'SCORE') end
  end
  return action, reasons
end

local RULES = { 'YOUNG_DOMAIN', 'UNKNOWN_AGE', 'REPLY_CHAIN', 'LOOKALIKE', 'LURE', 'ATTACHMENT', 'SCORE' }

local function check(task)
  local now = math.floor(rspamd_util.get_time())
  local scopes, names = in_force(task, now)
  for name in lua_util.spairs(names) do
    task:insert_result('LOCAL_POLICY_WINDOW', 1.0, name)
  end
  if is_ours(task) or next(scopes) == nil then return end
  local action, reasons = 0, {}
  for _, set in pairs(scopes) do
    local one, why = judge(task, set, now)
    if one > action then action = one end
    for reason in pairs(why) do reasons[reason] = true end
  end
  for _, rule in ipairs(RULES) do
    if reasons[rule] then task:insert_result('LOCAL_POLICY_' .. rule, 1.0) end
  end
  if action == ACTIONS.tag then
    task:insert_result('LOCAL_POLICY_TAG', 1.0)
    task:set_milter_reply({ add_headers = { ['X-Mail-Review'] = 'outside' } })
  elseif action == ACTIONS.hold then
    task:insert_result('LOCAL_POLICY_HOLD', 1.0)
    if task:get_metric_action() ~= 'reject' then
      task:set_pre_result({ action = 'quarantine', message = 'Message queued', module = N })
    end
  end
end

local id = rspamd_config:register_symbol({
  name = 'LOCAL_POLICY',
  type = 'postfilter',
  priority = lua_util.symbols_priorities and lua_util.symbols_priorities.high or 10,
  flags = 'empty, ignore_passthrough, nostat',
  callback = check,
})
for _, name in ipairs({ 'WINDOW', 'TAG', 'HOLD' }) do
  rspamd_config:register_symbol({ name = 'LOCAL_POLICY_' .. name, type = 'virtual', parent = id, score = 0.0, group = N })
end
for _, name in ipairs(RULES) do
  rspamd_config:register_symbol({ name = 'LOCAL_POLICY_' .. name, type = 'virtual', parent = id, score = 0.0, group = N })
end
